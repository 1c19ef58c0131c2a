package io.raftkms.signer.audit;

import java.util.List;

/**
 * What a check of a chain found.
 *
 * @param intact whether nothing was found
 * @param lines how many could be read
 * @param firstSeq number of the first
 * @param head the last, as {@code SEQ:HASH}
 * @param upto the highest log index that the chain knows of
 * @param findings at most {@value AuditVerification#MAX_FINDINGS}
 * @param gaps what the chain itself says it lacks
 * @param notes what this check could not look at
 */
public record AuditVerdict(
        boolean intact,
        String directory,
        int files,
        long lines,
        long firstSeq,
        String head,
        long upto,
        List<AuditFinding> findings,
        List<AuditFinding> gaps,
        List<String> notes) {
    public AuditVerdict {
        findings = List.copyOf(findings);
        gaps = List.copyOf(gaps);
        notes = List.copyOf(notes);
    }
}
