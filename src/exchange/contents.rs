//! What is imported, byte for byte: it is read from its beginning as often as needed, and kept in memory only where it is
//! short. Knows nothing of encodings.

use std::borrow::Cow;
use std::fs::{File, Metadata};
use std::io::{
    self, BufRead, BufReader, BufWriter, Cursor, ErrorKind, Read, Seek, SeekFrom, Write,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::error::{ExchangeError, ParseError};

/// What is longer stays in its file.
const KEPT: usize = 8 << 20;
/// So much of a file is read at once.
const AT_ONCE: usize = 128 << 10;

/// What is imported. A copy of it is the same.
#[derive(Clone, Debug)]
pub struct Contents {
    kind: Kind,
    reading: Reading,
}

#[derive(Clone, Debug)]
enum Kind {
    Bytes(Arc<Vec<u8>>),
    File {
        file: Arc<File>,
        /// What was known of it before it was read.
        before: Arc<Metadata>,
    },
}

/// How far the reading is, and whether it is called off: others look at it, and set it, meanwhile.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    done: Arc<AtomicUsize>,
    called_off: Arc<AtomicBool>,
}

impl Reading {
    /// One that ends with an error once the flag is set.
    pub fn until(called_off: &Arc<AtomicBool>) -> Self {
        Self {
            done: Arc::default(),
            called_off: Arc::clone(called_off),
        }
    }

    /// How many bytes of the current pass were read.
    pub fn done(&self) -> usize {
        self.done.load(Ordering::Relaxed)
    }

    /// Whether somebody wants it to end.
    pub fn is_called_off(&self) -> bool {
        self.called_off.load(Ordering::Relaxed)
    }
}

/// A source of bytes that is looked at while it is read.
struct Watched<R> {
    source: R,
    reading: Reading,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.reading.is_called_off() {
            return Err(io::Error::other("called off"));
        }
        let count = self.source.read(into)?;
        self.reading.done.fetch_add(count, Ordering::Relaxed);
        Ok(count)
    }
}

impl From<Vec<u8>> for Contents {
    fn from(bytes: Vec<u8>) -> Self {
        Kind::Bytes(Arc::new(bytes)).into()
    }
}

impl From<&[u8]> for Contents {
    fn from(bytes: &[u8]) -> Self {
        bytes.to_vec().into()
    }
}

impl From<Kind> for Contents {
    fn from(kind: Kind) -> Self {
        let reading = Reading::default();
        Self { kind, reading }
    }
}

impl Contents {
    /// A file on the disk, which is read where it stands.
    pub fn of_file(mut file: File) -> io::Result<Self> {
        file.rewind()?;
        let before = Arc::new(file.metadata()?);
        let mut bytes = Vec::new();
        let most = KEPT as u64 + 1;
        (&file).take(most).read_to_end(&mut bytes)?;
        if bytes.len() > KEPT {
            let file = Arc::new(file);
            return Ok(Kind::File { file, before }.into());
        }
        Ok(bytes.into())
    }

    /// All that comes from somewhere that can be read only once; what is long goes into a file without a name. What has
    /// a line that is longer than `longest_line` is refused: it may never end.
    pub fn spool(
        source: &mut dyn BufRead,
        longest_line: Option<usize>,
    ) -> Result<Self, ExchangeError> {
        let mut spool = Spool::default();
        let mut length = 0;
        loop {
            let bytes = match source.fill_buf() {
                Ok(bytes) => bytes,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(ExchangeError::Reading(error)),
            };
            let count = bytes.len();
            if count == 0 {
                return spool.into_contents().map_err(ExchangeError::Reading);
            }
            let end = bytes.iter().rposition(|byte| matches!(byte, b'\n' | b'\r'));
            length = end.map_or(length + count, |end| count - end - 1);
            if longest_line.is_some_and(|longest| length > longest) {
                return Err(ParseError::new(
                    format!(
                        "a line in it is longer than {} MB, as no row is",
                        longest_line.unwrap_or_default() >> 20
                    ),
                    "name the text file that the tool wrote",
                )
                .into());
            }
            spool.write_all(bytes).map_err(ExchangeError::Reading)?;
            source.consume(count);
        }
    }

    /// The same, with others who look at the reading.
    #[must_use]
    pub fn watched(self, reading: &Reading) -> Self {
        let reading = reading.clone();
        Self { reading, ..self }
    }

    /// How many bytes there are.
    pub fn length(&self) -> usize {
        match &self.kind {
            Kind::Bytes(bytes) => bytes.len(),
            Kind::File { before, .. } => before.len() as usize,
        }
    }

    /// As what is long is kept.
    #[cfg(test)]
    pub(super) fn in_file(bytes: &[u8]) -> Self {
        let mut file = tempfile::tempfile().expect("a file");
        file.write_all(bytes).expect("written");
        let before = Arc::new(file.metadata().expect("a file"));
        let file = Arc::new(file);
        Kind::File { file, before }.into()
    }

    /// Reads it from its beginning. One pass has to be over before the next begins.
    pub fn pass(&self) -> io::Result<Box<dyn BufRead + '_>> {
        let reading = self.reading.clone();
        reading.done.store(0, Ordering::Relaxed);
        Ok(match &self.kind {
            Kind::Bytes(bytes) => Box::new(Cursor::new(bytes.as_slice())),
            Kind::File { file, .. } => {
                let mut source = &**file;
                source.seek(SeekFrom::Start(0))?;
                Box::new(BufReader::with_capacity(
                    AT_ONCE,
                    Watched { source, reading },
                ))
            }
        })
    }

    /// All of it at once.
    pub fn bytes(&self) -> Result<Cow<'_, [u8]>, ExchangeError> {
        if let Kind::Bytes(bytes) = &self.kind {
            return Ok(Cow::Borrowed(bytes));
        }
        let mut bytes = Vec::new();
        let read = self.pass().and_then(|mut all| all.read_to_end(&mut bytes));
        read.map_err(ExchangeError::Reading)?;
        self.check_unchanged()?;
        Ok(Cow::Owned(bytes))
    }

    /// Refuses a file to which somebody has written since it was opened: then two passes may not have read the same.
    pub(super) fn check_unchanged(&self) -> Result<(), ExchangeError> {
        let Kind::File { file, before } = &self.kind else {
            return Ok(());
        };
        let now = file.metadata().map_err(ExchangeError::Reading)?;
        let is_same = now.len() == before.len() && now.modified().ok() == before.modified().ok();
        is_same.then_some(()).ok_or(ExchangeError::Changed)
    }
}

/// Bytes on their way to become [`Contents`].
#[derive(Default)]
pub(super) struct Spool {
    kept: Vec<u8>,
    file: Option<BufWriter<File>>,
}

impl Spool {
    pub(super) fn into_contents(self) -> io::Result<Contents> {
        let Some(file) = self.file else {
            return Ok(self.kept.into());
        };
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        let (before, file) = (Arc::new(file.metadata()?), Arc::new(file));
        Ok(Kind::File { file, before }.into())
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.file.is_none() && self.kept.len() + bytes.len() > KEPT {
            let mut file = BufWriter::with_capacity(AT_ONCE, tempfile::tempfile()?);
            file.write_all(&std::mem::take(&mut self.kept))?;
            self.file = Some(file);
        }
        match &mut self.file {
            Some(file) => file.write_all(bytes)?,
            None => self.kept.extend_from_slice(bytes),
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), BufWriter::flush)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(contents: &Contents) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut pass = contents.pass().expect("a pass");
        pass.read_to_end(&mut bytes).expect("bytes");
        bytes
    }

    #[test]
    fn what_is_long_is_read_from_a_file_as_often_as_it_is_asked_for() {
        for length in [0, 3, KEPT, KEPT + 1] {
            let bytes: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join("it");
            std::fs::write(&path, &bytes).expect("written");
            let found = [
                Contents::of_file(File::open(&path).expect("a file")).expect("contents"),
                Contents::spool(&mut bytes.as_slice(), None).expect("contents"),
                Contents::from(bytes.as_slice()),
            ];
            let in_files: Vec<bool> = found
                .iter()
                .map(|contents| matches!(contents.kind, Kind::File { .. }))
                .collect();
            assert_eq!(in_files, [length > KEPT, length > KEPT, false], "{length}");
            for contents in &found {
                assert!(all(contents) == bytes && all(contents) == bytes, "{length}");
                assert!(contents.bytes().expect("bytes") == bytes, "{length}");
            }
        }
    }

    #[test]
    fn a_line_without_an_end_is_not_kept_for_ever() {
        let spool = |bytes: &[u8]| {
            let mut source = BufReader::with_capacity(7, bytes);
            let spooled = Contents::spool(&mut source, Some(20));
            spooled
                .map(|contents| all(&contents))
                .map_err(|error| error.to_string())
        };
        let lines = b"sixteen letters!\nsixteen letters!\rsixteen letters!".to_vec();
        assert_eq!(spool(&lines), Ok(lines));
        let refused = spool(&[b'x'; 40]).expect_err("too long");
        assert!(refused.ends_with("MB, as no row is"), "{refused}");
        let mut endless = BufReader::new(io::repeat(b'x'));
        Contents::spool(&mut endless, Some(KEPT)).expect_err("it ends");
    }

    #[test]
    fn a_file_that_changes_while_it_is_read_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("it");
        std::fs::write(&path, vec![b'x'; KEPT + 1]).expect("written");
        let contents = Contents::of_file(File::open(&path).expect("a file")).expect("contents");
        contents.check_unchanged().expect("as it was");
        std::fs::write(&path, vec![b'x'; KEPT + 2]).expect("written");
        let wrong = contents.check_unchanged().expect_err("changed");
        assert!(matches!(wrong, ExchangeError::Changed), "{wrong}");
        assert!(matches!(contents.bytes(), Err(ExchangeError::Changed)));
    }
}
