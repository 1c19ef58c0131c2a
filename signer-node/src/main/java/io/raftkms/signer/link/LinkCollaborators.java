package io.raftkms.signer.link;

import io.raftkms.signer.signature.SignatureService;
import java.time.Clock;

/**
 * What all links of a member share.
 *
 * @param timings times of every link
 * @param signatures answers votes and proposals
 * @param watch whether there is a leader
 * @param events told what happens
 * @param clock for status times
 */
public record LinkCollaborators(
        LinkTimings timings, SignatureService signatures, LeaderWatch watch, LinkEvents events, Clock clock) {}
