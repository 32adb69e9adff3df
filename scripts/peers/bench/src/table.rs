//! Times, their medians, and the table.

use std::fmt;
use std::time::Duration;

use crate::Contender;

/// What was measured of one thing, a list of times for every contender.
pub struct Row {
    name: &'static str,
    times: [Vec<Duration>; Contender::ALL.len()],
}

impl Row {
    pub fn new(name: &'static str) -> Self {
        Self { name, times: Default::default() }
    }

    pub fn add(&mut self, contender: Contender, time: Duration) {
        self.times[contender as usize].push(time);
    }

    fn median(&self, contender: Contender) -> Option<Duration> {
        let mut times = self.times[contender as usize].clone();
        times.sort();
        times.get(times.len() / 2).copied()
    }

    /// How many times as long as another contender dbwarden takes.
    fn ratio(&self, other: Contender) -> String {
        match (self.median(Contender::Dbwarden), self.median(other)) {
            (Some(own), Some(other)) => format!("{:.2}", own.as_secs_f64() / other.as_secs_f64()),
            _ => String::new(),
        }
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "| {} |", self.name)?;
        for contender in
            [Contender::Dbwarden, Contender::Sqlx, Contender::Refinery, Contender::ByHand]
        {
            match self.median(contender) {
                Some(time) if time < Duration::from_millis(100) => {
                    write!(f, " {:.2} ms |", time.as_secs_f64() * 1000.0)?;
                }
                Some(time) => write!(f, " {:.2} s |", time.as_secs_f64())?,
                None => write!(f, " |")?,
            }
        }
        write!(f, " {} | {} |", self.ratio(Contender::Sqlx), self.ratio(Contender::ByHand))
    }
}

#[derive(Default)]
pub struct Table(pub Vec<Row>);

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| | dbwarden | sqlx | refinery | by hand | : sqlx | : by hand |")?;
        writeln!(f, "|---|---:|---:|---:|---:|---:|---:|")?;
        self.0.iter().try_for_each(|row| writeln!(f, "{row}"))
    }
}
