/** Whoever stands by and writes down: every request and every signature, in one file that is only ever appended. */
package io.raftkms.chaos.observer;
