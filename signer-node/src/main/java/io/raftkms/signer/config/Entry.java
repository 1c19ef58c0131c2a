package io.raftkms.signer.config;

/** One table of a list with the place it stands at, for checks that look at several tables. */
record Entry<T>(Section section, T value) {}
