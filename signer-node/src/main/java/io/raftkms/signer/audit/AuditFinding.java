package io.raftkms.signer.audit;

/**
 * Something that a chain as the audit writes it never shows.
 *
 * @param file name of the file
 * @param line its line, from 1; 0 for the file as a whole
 * @param what was found there
 */
public record AuditFinding(String file, long line, String what) {
    /** As {@code audit-….jsonl line 7: …}. */
    @Override
    public String toString() {
        return file + (line > 0 ? " line " + line : "") + ": " + what;
    }
}
