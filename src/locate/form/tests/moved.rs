//! No layout depends on absolute positions.
