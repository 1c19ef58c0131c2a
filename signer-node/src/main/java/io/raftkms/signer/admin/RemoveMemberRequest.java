package io.raftkms.signer.admin;

/**
 * Takes a member out.
 *
 * @param name of the member
 * @param successor name of the member that takes its place and has to sign with every enrolled key, or null
 */
public record RemoveMemberRequest(String name, String successor) {}
