package io.raftkms.signer.admin;

/**
 * What an enrolment or import did.
 *
 * @param done false for a dry run
 * @param already the key was enrolled before with equal values
 * @param note what the operator should know about it, null if nothing
 */
public record EnrolmentReport(
        String chainId, String publicKey, LedgerReport.Mark mark, boolean done, boolean already, String note) {}
