/** Drives the packaged program from outside and judges what it released; shares no class with it. */
package io.raftkms.chaos;
