//! The parts of which everything is made: numbers, texts, options, lists.

use std::borrow::Cow;

/// What is still to be read.
pub(super) struct Bytes(&'static [u8]);

impl Bytes {
    pub(super) fn new(bytes: &'static [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn take(&mut self, count: usize) -> Option<&'static [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    pub(super) fn read<T: Embed>(&mut self) -> Option<T> {
        T::read(self)
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }
}

/// Something that is written to bytes and read back from them.
pub(super) trait Embed: Sized {
    fn write(&self, bytes: &mut Vec<u8>);
    fn read(bytes: &mut Bytes) -> Option<Self>;
}

/// Seven bits a byte, the lowest first; the eighth says that more follow.
impl Embed for u64 {
    fn write(&self, bytes: &mut Vec<u8>) {
        let mut rest = *self;
        while rest > 0x7f {
            bytes.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        bytes.push(rest as u8);
    }

    fn read(bytes: &mut Bytes) -> Option<Self> {
        let mut number = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let byte = bytes.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }
}

impl Embed for u32 {
    fn write(&self, bytes: &mut Vec<u8>) {
        u64::from(*self).write(bytes);
    }

    fn read(bytes: &mut Bytes) -> Option<Self> {
        u64::read(bytes)?.try_into().ok()
    }
}

impl Embed for usize {
    fn write(&self, bytes: &mut Vec<u8>) {
        (*self as u64).write(bytes);
    }

    fn read(bytes: &mut Bytes) -> Option<Self> {
        u64::read(bytes)?.try_into().ok()
    }
}

impl Embed for bool {
    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.push(u8::from(*self));
    }

    fn read(bytes: &mut Bytes) -> Option<Self> {
        match bytes.byte()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

pub(super) fn write_text(text: &str, bytes: &mut Vec<u8>) {
    text.len().write(bytes);
    bytes.extend_from_slice(text.as_bytes());
}

pub(super) fn read_text(bytes: &mut Bytes) -> Option<&'static str> {
    let length = usize::read(bytes)?;
    str::from_utf8(bytes.take(length)?).ok()
}

impl Embed for Cow<'static, str> {
    fn write(&self, bytes: &mut Vec<u8>) {
        write_text(self, bytes);
    }

    fn read(bytes: &mut Bytes) -> Option<Self> {
        read_text(bytes).map(Cow::Borrowed)
    }
}

pub(super) fn write_option<T: Embed>(option: Option<&T>, bytes: &mut Vec<u8>) {
    option.is_some().write(bytes);
    if let Some(value) = option {
        value.write(bytes);
    }
}

pub(super) fn read_option<T: Embed>(bytes: &mut Bytes) -> Option<Option<T>> {
    Some(if bool::read(bytes)? { Some(T::read(bytes)?) } else { None })
}

pub(super) fn write_list<T: Embed>(list: &[T], bytes: &mut Vec<u8>) {
    list.len().write(bytes);
    list.iter().for_each(|item| item.write(bytes));
}

pub(super) fn read_list<T: Embed>(bytes: &mut Bytes) -> Option<Vec<T>> {
    let count = usize::read(bytes)?;
    // Every item takes a byte at least: no number makes this ask for much more than is there.
    let mut list = Vec::with_capacity(count.min(bytes.0.len()));
    for _ in 0..count {
        list.push(T::read(bytes)?);
    }
    Some(list)
}
