//! The text of one section, cut out of its file.

use std::ops::Range;

/// A section marker.
#[derive(Debug, Clone)]
pub(super) struct Section {
    /// The line of the marker.
    pub(super) line: u32,
    /// The bytes of that line.
    pub(super) marker: Cut,
}

/// A whole line of the file with its end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cut {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A section without the lines that are no part of it.
pub(super) struct Placed {
    /// What is left.
    pub(super) text: String,
    begin: usize,
    cuts: Vec<Cut>,
}

/// Takes `range` out of a file, without the lines of `cuts` and without blanks around it.
pub(super) fn place(file: &str, range: Range<usize>, cuts: &[Cut]) -> Placed {
    let within = |cut: &&Cut| cut.start >= range.start && cut.start < range.end;
    let cuts: Vec<Cut> = cuts.iter().filter(within).copied().collect();
    let (mut text, mut from) = (String::new(), range.start);
    for cut in &cuts {
        text.push_str(&file[from..cut.start]);
        from = cut.end;
    }
    text.push_str(&file[from..range.end.max(from)]);
    let trimmed = text.trim();
    let begin = range.start + (text.len() - text.trim_start().len());
    Placed { text: trimmed.to_string(), begin, cuts }
}

impl Placed {
    /// Where a byte of the file stands in the section.
    pub(super) fn offset(&self, at: usize) -> u32 {
        let before = self.cuts.iter().filter(|cut| cut.start < at);
        let removed: usize = before.map(|cut| cut.end - cut.start).sum();
        // A file is never larger than `u32` counts; see `file::parse`.
        (at - removed - self.begin) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_found_again() {
        let file = "head\n\n  a;\nCUT\nbcd\n\n";
        let cut = Cut { start: 11, end: 15 };
        let placed = place(file, 5..file.len(), &[cut]);
        assert_eq!(placed.text, "a;\nbcd");
        assert_eq!(placed.offset(8), 0);
        assert_eq!(&placed.text[placed.offset(15) as usize..], "bcd");
    }
}
