//! Where the config file is, and what its bytes are.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::{Config, ConfigError};
use crate::store::dangling_link;

/// What `--config` names to have none.
const NO_CONFIG: &str = "/dev/null";

/// Where the config is read from: the file that was asked for, which then must exist, or else the usual one, which need
/// not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConfigPlace {
    pub asked: Option<PathBuf>,
    pub usual: PathBuf,
}

impl ConfigPlace {
    /// Reads the file, or the defaults where there need not be one.
    pub fn load(&self) -> Result<Config, ConfigError> {
        self.parse(self.read()?)
    }

    /// The bytes of the file; `None` where there need not be one.
    pub fn read(&self) -> Result<Option<Vec<u8>>, ConfigError> {
        self.read_bytes(self.asked.is_some())
    }

    /// The bytes of the file; `None` where there is none yet, though it was asked for.
    pub fn read_if_there(&self) -> Result<Option<Vec<u8>>, ConfigError> {
        self.read_bytes(false)
    }

    fn read_bytes(&self, must_exist: bool) -> Result<Option<Vec<u8>>, ConfigError> {
        let path = self.path();
        let is_file = |found: &fs::Metadata| found.is_file() || path == Path::new(NO_CONFIG);
        // A pipe would be waited for, and a device may never end.
        if fs::metadata(path).is_ok_and(|found| !is_file(&found)) {
            return Err(ConfigError::NotAFile(path.to_owned()));
        }
        match fs::read(path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error)
                if error.kind() == ErrorKind::NotFound
                    && !must_exist
                    && dangling_link(path).is_none() =>
            {
                Ok(None)
            }
            Err(source) => {
                let path = path.to_owned();
                Err(ConfigError::Unreadable { path, source })
            }
        }
    }

    /// What the bytes of the file say.
    pub fn parse(&self, bytes: Option<Vec<u8>>) -> Result<Config, ConfigError> {
        let Some(bytes) = bytes else {
            return Ok(Config::default());
        };
        let text = String::from_utf8(bytes).map_err(|error| {
            let source = error.utf8_error();
            let good = &error.as_bytes()[..source.valid_up_to()];
            ConfigError::NotUtf8 {
                path: self.path().to_owned(),
                line: good.split(|byte| *byte == b'\n').count(),
                source,
            }
        })?;
        Config::parse(&text, self.path())
    }

    /// Where the file is, or would be.
    pub fn path(&self) -> &Path {
        self.asked.as_ref().unwrap_or(&self.usual)
    }
}
