//! Hash tables of the run's own: keyed with a fast hash whose seed differs from process to process.
//!
//! The standard library's hash withstands any flood of colliding keys and costs five times as much for short keys. This one is seeded, so that
//! a file cannot be written to collide. No order of such a table may reach an output: sort first.

use std::collections::{HashMap, HashSet};

/// A map with the fast hash.
pub type Map<K, V> = HashMap<K, V, foldhash::fast::RandomState>;

/// A set with the fast hash.
pub type Set<K> = HashSet<K, foldhash::fast::RandomState>;
