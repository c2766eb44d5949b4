fn main() {
    let clock = tafs::env::Clock::from_env().unwrap();
    let place = tafs::env::Place::from_env(clock);
    let store = tafs::store::Store::open(std::path::Path::new(&std::env::var("TAFS_DB").unwrap())).unwrap();
    let config = tafs::config::Config::load(
        std::env::var_os("TAFS_CONFIG").as_ref().map(std::path::Path::new),
        std::path::Path::new("/nonexistent"),
    )
    .unwrap();
    let s = tafs::tui::Session {
        store,
        config,
        zone: place.zone,
        clock,
        palette: tafs::tui::theme::Palette::detect(std::env::var_os("NO_COLOR").is_none()),
        banner: None,
    };
    println!("{:?}", tafs::tui::run(s));
}
