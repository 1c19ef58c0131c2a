package io.raftkms.signer.message;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.signer.config.ConfigurationFault;
import io.raftkms.signer.key.KeyFault;
import java.util.Locale;

/**
 * Every message that raftkms ends or refuses with: the one table. A code never changes its meaning, and a code that went
 * out of use is not given again; docs/messages.md is generated from here. RK-1nnn: mend the configuration or the
 * environment. RK-2nnn: refused for safety. RK-3nnn: fail-stop, or not now.
 */
public enum MessageCode {
    // General
    UNEXPECTED(
            1,
            ExitCode.UNEXPECTED,
            "Unexpected error",
            "Something happened that raftkms has no message for. Nothing was signed because of it.",
            "Run the command again with -v for the stack trace and report it."),
    USAGE(
            2,
            ExitCode.USAGE,
            "Wrong options or arguments",
            "The command line does not fit the command.",
            "Run the command with --help."),
    // Configuration file
    CONFIGURATION_MISSING(
            1001,
            ExitCode.FILE,
            "Configuration file missing",
            "There is no configuration file where one was looked for.",
            "Name it with -c FILE. `raftkms init HOME` makes a new home, `raftkms cluster init` those of a cluster."),
    CONFIGURATION_UNREADABLE(
            1002,
            ExitCode.FILE,
            "Configuration file unreadable",
            "The file is there but cannot be read as text.",
            "Name a text file that this user may read: check path, owner, mode and contents."),
    CONFIGURATION_SYNTAX(
            1003,
            ExitCode.CONFIGURATION,
            "Not TOML",
            "The text breaks the rules of TOML at the line and column shown.",
            "Mend the line; strings need quotes, tables need brackets."),
    CONFIGURATION_UNKNOWN_KEY(
            1004,
            ExitCode.CONFIGURATION,
            "Unknown key",
            "The table has no such key. A mistyped key would otherwise be silently ignored.",
            "Correct or remove it; docs/configuration.md lists all keys."),
    CONFIGURATION_MISSING_KEY(
            1005, ExitCode.CONFIGURATION, "Key missing", "The table needs a key that is not there.", "Add it."),
    CONFIGURATION_WRONG_TYPE(
            1006,
            ExitCode.CONFIGURATION,
            "Value of the wrong type",
            "Text stands where a number belongs, or the like.",
            "Write the value as the message shows it."),
    CONFIGURATION_OUT_OF_RANGE(
            1007,
            ExitCode.CONFIGURATION,
            "Number out of range",
            "Every number has bounds; this one is outside.",
            "Choose a value within the bounds shown."),
    CONFIGURATION_BAD_VALUE(
            1008,
            ExitCode.CONFIGURATION,
            "Value not acceptable",
            "The value has the right type but not the right form.",
            "Write it in the form shown."),
    CONFIGURATION_CONFLICT(
            1009,
            ExitCode.CONFIGURATION,
            "Settings exclude each other",
            "Two entries that must differ are the same, or two settings cannot both hold.",
            "Remove or change one of them."),
    CONFIGURATION_UNKNOWN_CHAIN(
            1010,
            ExitCode.CONFIGURATION,
            "Chain id not configured",
            "A chain id is named that no [[chain]] has.",
            "Correct the id, or add a [[chain]] with it."),
    CONFIGURATION_NO_KEY(
            1011,
            ExitCode.CONFIGURATION,
            "No key for the chain",
            "A validator node is configured on a chain that no key signs on.",
            "Add the chain id to chain_ids of the key's [[providers.softsign]]."),
    CONFIGURATION_AMBIGUOUS_KEY(
            1012,
            ExitCode.CONFIGURATION,
            "Several keys, none chosen",
            "The chain has several keys; raftkms does not guess which one the validator node has.",
            "Write key = \"PATH\" under the [[validator]]."),
    CONFIGURATION_KEY_NOT_SHARED(
            1013,
            ExitCode.CONFIGURATION,
            "Several validator nodes of one key",
            "Two validator nodes would ask for signatures of one key. That is safe here, but often an oversight.",
            "Write shared_key = true under the [[chain]] if it is meant, else remove one [[validator]]."),
    CONFIGURATION_UNKNOWN_MEMBER(
            1014,
            ExitCode.CONFIGURATION,
            "Own name not among the members",
            "self in [cluster] is not the name of any [[cluster.member]].",
            "Correct self, or copy the [[cluster.member]] tables of another member."),
    EVEN_CLUSTER(
            1015,
            ExitCode.CONFIGURATION,
            "Even number of members",
            "An even cluster survives no more failures than one member less, and stops more easily; two survive none, as one does.",
            "Use an odd number. If it is meant: --allow-even at `cluster init`, allow_even = true in [cluster]."),
    SOCKET_PATH_TOO_LONG(
            1016,
            ExitCode.CONFIGURATION,
            "Path too long for a unix socket",
            "The operating system bounds the path of a unix socket to about 100 bytes.",
            "Choose a shorter path, as [admin] socket = \"/run/raftkms/admin.sock\"."),
    UNSUPPORTED_PROVIDER(
            1017,
            ExitCode.CONFIGURATION,
            "Key provider not supported",
            "yubihsm, ledgertm and fortanixdsm of tmkms are not there yet.",
            "Keep that key with tmkms, or use a key file under [[providers.softsign]]."),
    STATE_HOOK_UNSUPPORTED(
            1018,
            ExitCode.CONFIGURATION,
            "state_hook not supported",
            "tmkms asks a command for the height to start at. Here only the replicated ledger knows what was signed.",
            "Remove the key; set a floor once with `raftkms state init --height`."),
    GROUP_INVALID(
            1019,
            ExitCode.CONFIGURATION,
            "Members do not fit",
            "The configured members do not contain this one exactly once, or do not fit together.",
            "Copy the [[cluster.member]] tables of another member."),
    CHAIN_NOT_CONFIGURED(
            1020,
            ExitCode.CONFIGURATION,
            "Chain id not in the configuration",
            "The command names a chain that the configuration file does not have.",
            "Correct --chain-id, or add a [[chain]]."),
    // Files and directories
    FILE_EXISTS(
            1101,
            ExitCode.FILE,
            "File exists already",
            "raftkms never overwrites a file that it did not write in the same run.",
            "Choose another place, or move the old file away."),
    FILE_MISSING(1102, ExitCode.FILE, "File missing", "A file that the command needs is not there.", "Check the path."),
    FILE_UNREADABLE(
            1103, ExitCode.FILE, "File unreadable", "A file is there but cannot be read.", "Check its owner and mode."),
    FILE_NOT_WRITTEN(
            1104,
            ExitCode.FILE,
            "File cannot be written",
            "A file or directory of a new home could not be made.",
            "Check that the directory exists, belongs to you and has space left."),
    OUTPUT_NOT_WRITTEN(
            1105,
            ExitCode.FILE,
            "Output not written",
            "The command was carried out, but standard output did not take its result.",
            "Check where the output goes: a full disk, a closed pipe. Reports can be asked for again."),
    // Keys
    KEY_MISSING(
            1201,
            ExitCode.KEY,
            "Key file missing",
            "A key file that the configuration names is not there.",
            "Put it there with `raftkms softsign import`, or correct the path."),
    KEY_PERMISSIONS(
            1202,
            ExitCode.KEY,
            "Key file open to others",
            "Other users of this machine can read the key.",
            "chmod 600 the file and chmod 700 its directory; think about who may have read it."),
    KEY_DAMAGED(
            1203,
            ExitCode.KEY,
            "Key file damaged",
            "The file is no key of the form that the configuration says.",
            "Import the key again, or correct key_format."),
    KEY_TYPE_UNSUPPORTED(
            1204,
            ExitCode.KEY,
            "Key type not supported",
            "Consensus keys are Ed25519 here; the file holds another type.",
            "Use an Ed25519 key."),
    KEY_NOT_ENROLLED(
            1205,
            ExitCode.KEY,
            "Not the enrolled key",
            "The key in the file is not the one that the cluster has enrolled for the chain. The member runs, but does not stand for election.",
            "Put the enrolled key there and run `raftkms reload`. `raftkms softsign show` and `raftkms state show` print public keys to compare."),
    KEY_UNUSABLE(
            1206,
            ExitCode.KEY,
            "Key does not sign",
            "The key failed its self-test, or a signature did not verify.",
            "Look at the log line before it. Import the key again on this member."),
    // TLS between members
    TLS_MISSING(
            1301,
            ExitCode.TLS,
            "TLS material missing",
            "A file of [tls] is not there or cannot be read.",
            "Copy tls/ from the directory that `cluster init` wrote."),
    TLS_INVALID(
            1302,
            ExitCode.TLS,
            "TLS material unusable",
            "A file of [tls] is no PEM of its kind, not issued by the cluster's CA, or the key is not the certificate's.",
            "Copy all three files again from the same directory of `cluster init`."),
    TLS_EXPIRED(
            1303,
            ExitCode.TLS,
            "Certificate expired",
            "The certificate's time is over.",
            "Issue a new one from the directory with the CA key. Check this machine's clock first."),
    TLS_NOT_YET_VALID(
            1304,
            ExitCode.TLS,
            "Certificate not valid yet",
            "The certificate's time has not begun.",
            "Check this machine's clock."),
    TLS_MISMATCH(
            1305,
            ExitCode.TLS,
            "Certificate of another member",
            "The certificate is good, but names another member, cluster or host.",
            "Copy the tls/ directory that was made for this member."),
    TLS_REVOKED(
            1701,
            ExitCode.TLS,
            "Certificate revoked",
            "The certificate's serial number is in tls/revoked.txt.",
            "Issue a new one: `raftkms cluster cert request` on the member begins it. Take the line out only if it was put there by mistake."),
    CERTIFICATE_REQUEST_UNUSABLE(
            1702,
            ExitCode.TLS,
            "Certificate request refused",
            "The request is damaged, names another member or another cluster than the one meant, or was not signed with its own key.",
            "Make it again on the member with `raftkms cluster cert request`, and name that member."),
    CA_UNUSABLE(
            1703,
            ExitCode.TLS,
            "CA directory unusable",
            "ca.pem or ca.key is missing, unreadable or out of date, or the two do not belong together.",
            "Name the directory ca/ that `raftkms cluster init` wrote, or that `raftkms cluster cert new-ca` wrote after it."),
    CERTIFICATE_ENDS_SOON(
            1704,
            ExitCode.TLS,
            "Certificate ends soon",
            "The time of this member's certificate, or of the cluster's CA, is over in 30, 7 or 1 days, or is over. A warning: connections that stand go on, but none can be made after that.",
            "Renew the certificate: `raftkms cluster cert request` on the member begins it. For the CA: `raftkms cluster cert new-ca`."),
    NEEDS_RESTART(
            1711,
            ExitCode.CONFIGURATION,
            "Change needs a restart",
            "A reload took over what it can; the setting named is one that a running member cannot change. It still has the old value.",
            "Restart this member, one member at a time."),
    RELOAD_REFUSED(
            1712,
            ExitCode.CONFIGURATION,
            "Reload refused",
            "The new files cannot be used, for the reasons shown beside this message. Nothing has changed: the member goes on with what it had.",
            "Mend them and reload again; `raftkms config check FILE` shows what is wrong with the configuration."),
    RELOAD_NOT_NOW(
            1713,
            ExitCode.WRONG_PLACE,
            "Cannot reload now",
            "The member is starting or stopping, or another reload is under way.",
            "Run it again."),
    // Processes and ports
    PORT_IN_USE(
            1401,
            ExitCode.ENVIRONMENT,
            "Port in use",
            "Another process listens on a port that this member needs.",
            "Stop it, or change the port in the configuration; `ss -ltnp` names the process."),
    DATA_DIRECTORY_IN_USE(
            1402,
            ExitCode.ENVIRONMENT,
            "Data directory in use",
            "Another process has locked the data directory: this member runs already.",
            "Stop the other process. Never copy the directory to start a second one."),
    DATA_DIRECTORY_UNUSABLE(
            1404,
            ExitCode.ENVIRONMENT,
            "Data directory unusable",
            "The data directory is missing, not a directory, or cannot be locked.",
            "Check that its file system is mounted, and its owner and mode."),
    ADDRESS_UNUSABLE(
            1405,
            ExitCode.ENVIRONMENT,
            "Address cannot be bound",
            "The address or name to listen on is not one of this host, or this user may not use the port.",
            "Write an address of this host as bind in [cluster] or as listen in [http], and a port above 1023."),
    SOCKET_IN_USE(
            1403,
            ExitCode.ENVIRONMENT,
            "Admin socket cannot be opened",
            "The unix socket of the write side could not be made.",
            "Check its directory's owner and mode, and that no other member uses the path."),
    // Commands to a running cluster
    MEMBER_NOT_RUNNING(
            1501,
            ExitCode.WRONG_PLACE,
            "Member does not run",
            "Nobody listens on the admin socket of this configuration.",
            "Start the member: `raftkms start -c FILE`. Run the command as a user that may open the socket."),
    NOT_THE_LEADER(
            1502,
            ExitCode.WRONG_PLACE,
            "Another member leads",
            "Commands that change the ledger run on the leader.",
            "Run the line shown on the member shown."),
    NO_LEADER(
            3201,
            ExitCode.NO_LEADER,
            "No leader",
            "No member led the cluster within the time allowed.",
            "Start the members that are named as missing; a majority must reach each other. Then run the command again."),
    OUTCOME_UNKNOWN(
            3202,
            ExitCode.NO_LEADER,
            "Outcome unknown",
            "The command may or may not have been committed before the connection or the leader was lost.",
            "Run the same command again: with equal values it changes nothing twice."),
    TRANSFER_FAILED(
            3203,
            ExitCode.NO_LEADER,
            "Leadership did not move",
            "The transfer was not taken up in time; the leader leads on.",
            "See `raftkms cluster status` for the members' state, then try again."),
    // Membership and planned work
    GROUP_CONFLICT(
            3401,
            ExitCode.NO_LEADER,
            "Another change of the group",
            "The group is changed one member at a time, and each change is meant for the group as it was when the command"
                    + " looked.",
            "Look at `raftkms cluster status`, then run the command again if it is still wanted."),
    GROUP_NO_ANSWER(
            3402,
            ExitCode.NO_LEADER,
            "A member does not answer",
            "The new member, or one that has to take part in the change, does not answer or did not catch up. The group is"
                    + " as it was.",
            "Start it, check addresses and ports between the members, then run the same command again."),
    GROUP_CHANGE_FAILED(
            2701,
            ExitCode.REFUSED,
            "The group cannot be changed so",
            "The member is in the group already, or is not in it, or its name or address is taken.",
            "Look at `raftkms cluster status`."),
    GROUP_QUORUM(
            2702,
            ExitCode.REFUSED,
            "Too few members would be left",
            "After the change, fewer than a majority of the voters would be up to date: one more failure, or none at all,"
                    + " would stop the validator.",
            "Start the members that are named and wait until `raftkms cluster status` shows them BEHIND 0."),
    GROUP_LEADER_STAYS(
            2703,
            ExitCode.REFUSED,
            "The leader is not removed",
            "A leader that removes itself would leave the others without one.",
            "Run `raftkms cluster transfer` first, then the command on the new leader."),
    SUCCESSOR_LACKS_KEYS(
            2704,
            ExitCode.REFUSED,
            "The new member cannot sign yet",
            "The new member is in the group, but does not sign for every enrolled key; the old one stays until it does.",
            "Give it the keys (raftkms softsign import), run `raftkms reload` on it, then run the same command again."),
    DRAIN_REFUSED(
            2705,
            ExitCode.REFUSED,
            "Not drained",
            "No other member could lead: one that votes, is up to date, signs with every enrolled key and is not drained.",
            "Undrain or repair another member first: `raftkms cluster status` shows them."),
    GROUP_TOO_SMALL(
            2707,
            ExitCode.REFUSED,
            "No group of two",
            "With fewer than three voters no member can be lost, and two are worse than one: either one stops both.",
            "From one member to three: `raftkms cluster grow`. To take one of three out, put another in its place:"
                    + " `raftkms cluster replace`. To go down to one: seal the keys with `raftkms state export --final` and move"
                    + " them into a new cluster."),
    JOINER_TOO_OLD(
            2708,
            ExitCode.REFUSED,
            "The new member's program is too old",
            "The cluster writes log entries that the new member's program cannot read: it would halt at the first one.",
            "Install the version of raftkms that the other members run on it, start it, and run the same command again."),
    GROWTH_REFUSED(
            2709,
            ExitCode.REFUSED,
            "The cluster cannot grow so",
            "A cluster of one, its keys or its configuration are not as they have to be for `raftkms cluster grow`. Nothing was"
                    + " sealed.",
            "See the reason; mend it and run the same command again."),
    GROWTH_SEALED_BEFORE(
            2710,
            ExitCode.REFUSED,
            "A key was sealed before",
            "The key was sealed, but not by this growth: another signer may have gone on from an earlier export.",
            "If another signer has it, take its chain out of raftkms.toml and run the command again; if no other signer ever had"
                    + " it, give --never-used-elsewhere."),
    GROWTH_OTHER_DIRECTORY(
            2711,
            ExitCode.REFUSED,
            "Directory of something else",
            "The directory was not made by `raftkms cluster grow` for this cluster and these members, or its record was changed.",
            "Give the members as the first time, or another --out. Homes that were made in vain: shred them, they hold keys."),
    MEMBER_REMOVED(
            2706,
            ExitCode.UNSAFE,
            "This member was removed",
            "The group was changed and goes on without this member. Its id never comes back.",
            "If it was meant, shred its home and never start it again. To have a member here again, make a new home with"
                    + " `raftkms cluster add`."),
    NO_CLUSTER_TABLE(
            1622,
            ExitCode.CONFIGURATION,
            "No cluster configured",
            "The configuration has no [cluster]: a cluster of one made by `raftkms init` takes in nobody, since its CA's key"
                    + " was forgotten at once.",
            "From one member to three: `raftkms cluster grow`; docs/membership.md."),
    EXPORT_NOT_WRITTEN(
            1605,
            ExitCode.FILE,
            "Export not written",
            "The file of the export could not be written.",
            "Name a new file in a directory that can be written with --out; the same command gives the file again."),
    EXPORT_NO_SIGNATURE(
            1606,
            ExitCode.KEY,
            "The key gives no signature for the export",
            "The file holds the last signature, so that its next signer can repeat it; the key of the leading member did not"
                    + " sign.",
            "Look at the key in `raftkms cluster status`, or let another member lead; then run the same command again."),
    EXPORT_NOT_SIGNED(
            1607,
            ExitCode.TLS,
            "Bundle not signed",
            "A bundle is signed with the member's TLS key, which could not be used.",
            "Check the files of [tls]; the same command gives the bundle afterwards."),
    // State of a member, refused for safety
    IDENTITY_MISSING(
            2010,
            ExitCode.STATE,
            "Home without identity",
            "data/identity.json is not there. start never makes one: a member that lost its data must not come back as a new one.",
            "New home, or a tmkms home: run `raftkms init HOME`. A member of a cluster that lost its data: replace the member."),
    IDENTITY_DAMAGED(
            2001,
            ExitCode.STATE,
            "Identity damaged",
            "data/identity.json is not what was written.",
            "Do not repair it by hand: replace the member."),
    IDENTITY_MISMATCH(
            2101,
            ExitCode.FOREIGN,
            "Member of another cluster",
            "Identity, configuration and certificate do not name the same cluster and member.",
            "Put the right data, tls and configuration together. Data of one member never goes to another."),
    RAFT_DATA_FOREIGN(
            2102,
            ExitCode.FOREIGN,
            "Raft data of another cluster or member",
            "The Raft directory belongs to another group or member than the identity beside it.",
            "Put the right directories together. Data of one member never goes to another."),
    RUN_RECORD_MISSING(
            2011,
            ExitCode.STATE,
            "Run record missing",
            "data/run.json is not there beside other data of this member.",
            "The directory was emptied or copied in part. Never restore a member: replace it."),
    RUN_RECORD_DAMAGED(
            2002,
            ExitCode.STATE,
            "Run record damaged",
            "data/run.json is not what was written.",
            "Do not repair it by hand: replace the member."),
    WATERMARK_MISSING(
            2015,
            ExitCode.STATE,
            "Watermark missing",
            "data/watermark is not there beside other data of this member.",
            "The directory was emptied or copied in part. Never restore a member: replace it."),
    WATERMARK_DAMAGED(
            2003,
            ExitCode.STATE,
            "Watermark damaged",
            "Neither of a key's two slots in data/watermark is whole.",
            "Do not repair it by hand: replace the member."),
    WATERMARK_REGRESSION(
            2004,
            ExitCode.STATE,
            "Ledger behind the watermark",
            "The ledger would undo or repeat what this member knows is done already: its Raft data was reset or swapped, or the other members came back with an older state than this one has.",
            "Do not start it again. If only this member's data was touched, replace the member. If the others were restored, stop them: this member knows the newest state."),
    WATERMARK_AHEAD(
            2016,
            ExitCode.STATE,
            "Watermark ahead of the log",
            "The ledger, after replay, is behind what data/watermark has recorded.",
            "The Raft data is from an older copy. Never restore a member: replace it."),
    PEERS_FILE_MISSING(
            2601,
            ExitCode.STATE,
            "Record of the other members missing",
            "data/peers.json is not there beside other data of this member.",
            "The directory was emptied or copied in part. Never restore a member: replace it."),
    PEERS_FILE_DAMAGED(
            2602,
            ExitCode.STATE,
            "Record of the other members damaged",
            "data/peers.json is not what was written.",
            "Do not repair it by hand: replace the member."),
    HELLO_NOT_A_MEMBER(
            2603,
            ExitCode.FOREIGN,
            "Member of another cluster",
            "A running member says that it belongs to another cluster than this one.",
            "Put the configuration, tls and data that belong together in one place."),
    HELLO_BEGUN_ANEW(
            2604,
            ExitCode.STATE,
            "Member without its past",
            "Another member knows this one from before its data directory began: the disk or volume was lost, or a second machine has the same identity.",
            "Mount the right volume, if that is all. A member that lost its data must be replaced, never begun anew."),
    HELLO_STATE_OLD(
            2605,
            ExitCode.STATE,
            "State older than what was acknowledged",
            "Another member holds this one's word for entries or terms that its Raft directory does not reach: an older copy was put there, or the end was lost.",
            "Never restore a member: replace it. If the newer directory still exists, start with that one."),
    HELLO_START_SUPERSEDED(
            2606,
            ExitCode.UNSAFE,
            "Superseded by another start",
            "Another member has seen a newer start of this one, or another start with the same number: there are two copies of one data directory.",
            "Stop the other copy. Keep the original only; if that is not certain, replace the member."),
    HELLO_RUNS_TWICE(
            2607,
            ExitCode.UNSAFE,
            "Member runs already",
            "An earlier start of this member answers at its address, and went on doing so for 30 seconds.",
            "Stop one of the two. A data directory runs on one machine only, and a copy of it never."),
    RAFT_LOG_TORN(
            2012,
            ExitCode.STATE,
            "Raft log torn",
            "The last record of the log is incomplete: power was lost while it was written, or the disk did not keep what it had confirmed.",
            "Do not repair it by hand: replace the member."),
    VOTE_FILE_DAMAGED(
            2013,
            ExitCode.STATE,
            "Vote file damaged",
            "The file with Raft's term and vote is missing or not what was written.",
            "Do not repair it by hand: replace the member."),
    VOTE_FILE_OLD(
            2014,
            ExitCode.STATE,
            "Vote file old",
            "The file with Raft's vote is older than the log beside it: this member could vote twice in one term.",
            "Never restore a member: replace it."),
    RAFT_GROUP_FILE_DAMAGED(
            2017,
            ExitCode.STATE,
            "Raft's group file damaged",
            "The file with the members of the Raft group is not what was written.",
            "Do not repair it by hand: replace the member."),
    RAFT_LOG_DAMAGED(
            2005,
            ExitCode.STATE,
            "Raft log damaged",
            "The log is not what was written.",
            "Do not repair it by hand: replace the member."),
    RAFT_LOG_LOST(
            2006,
            ExitCode.STATE,
            "Raft log lost or old",
            "The log is gone, or ends before what this member is known to have applied.",
            "The directory was emptied or restored from a copy. Never restore a member: replace it."),
    SNAPSHOT_DAMAGED(
            2007,
            ExitCode.STATE,
            "Snapshot damaged",
            "The snapshot's checksum or form is wrong.",
            "Do not repair it by hand: replace the member."),
    FORMAT_VERSION_UNKNOWN(
            2008,
            ExitCode.STATE,
            "Format of another version",
            "A file of the data directory is whole, and of a version that this program does not know.",
            "Install the version of raftkms that wrote it, or a newer one, and start the member again."),
    // Commands, refused for safety
    ENROLMENT_REFUSED(
            2201,
            ExitCode.REFUSED,
            "Enrolment refused",
            "The key is enrolled on this chain already, from another beginning, or is sealed; or the values given cannot hold for"
                    + " this key. Nothing was changed.",
            "See `raftkms state show`: a key that is enrolled needs nothing more. To sign only above a higher position from now"
                    + " on: `raftkms state raise`, or `raftkms state import --raise` with a newer state file."),
    IMPORT_REFUSED(
            2202,
            ExitCode.REFUSED,
            "State file refused",
            "The file does not fit the chain and key, or would move the mark the wrong way.",
            "See the reason; `raftkms state import --dry-run` shows what a file holds."),
    IMPORT_HEIGHT_ZERO(
            2203,
            ExitCode.REFUSED,
            "State file at height 0",
            "The file says that nothing was ever signed. Imported, it would protect nothing.",
            "If the chain is new, `raftkms state init --new-chain` is meant; else find the right file."),
    STATE_FILE_DAMAGED(
            2205,
            ExitCode.REFUSED,
            "State file damaged",
            "The file is no state file of CometBFT, tmkms or Horcrux, or contradicts itself.",
            "Take the file from the old signer again, after it was stopped. Do not edit it."),
    NOT_CONFIRMED(
            2206,
            ExitCode.REFUSED,
            "Not confirmed",
            "The command needs to know that the old signer is stopped for good.",
            "Stop it, then confirm, or give --old-signer-stopped."),
    HOME_OF_A_MEMBER(
            2207,
            ExitCode.REFUSED,
            "Home of a cluster member",
            "The home belongs to a member of a cluster; a new identity would make it a stranger, and hide that its data is lost.",
            "Replace the member from the cluster, or choose another home."),
    RECOVERY_SOURCE_UNUSABLE(
            2551,
            ExitCode.REFUSED,
            "Source of a recovery cannot be used",
            "It is not known whose it is: it is no data directory or bundle of a member, or its identity is damaged.",
            "See the reason; give another copy, or leave it out and choose a larger --margin."),
    RECOVERY_SOURCE_FOREIGN(
            2552,
            ExitCode.FOREIGN,
            "Source of another cluster",
            "The sources of a recovery are of more than one cluster.",
            "Leave out what is not of the lost cluster."),
    RECOVERY_SOURCE_DAMAGED(
            2553,
            ExitCode.STATE,
            "Source of a recovery is damaged",
            "Part of a source cannot be read, so it may have known a higher mark than it shows.",
            "Take a better copy if there is one; else choose a larger --margin and give --accept-damage."),
    RECOVERY_MEMBER_ANSWERS(
            2554,
            ExitCode.UNSAFE,
            "An old member answers",
            "A member of the lost cluster still runs, or something else listens on its port. Two clusters with one key sign"
                    + " twice.",
            "Stop it and destroy or fence it for good; if the cluster is only without a leader, bring its members back"
                    + " instead."),
    RECOVERY_NOT_FENCED(
            2555,
            ExitCode.REFUSED,
            "Old member not accounted for",
            "For every member of the lost cluster it has to be said how it was destroyed or fenced.",
            "Give --fenced NAME=TEXT for each one that is named, or run the command on a terminal."),
    RECOVERY_FLOOR_OVERFLOW(
            2556,
            ExitCode.REFUSED,
            "No height above the floor",
            "Highest mark and margin are more than the highest height.",
            "Look at the source that is named: such a height is no chain's."),
    RECOVERY_NOTHING_FOUND(
            2557,
            ExitCode.REFUSED,
            "No key in any source",
            "The sources name no key, so there is nothing to recover.",
            "Give other sources. Without any, see docs/disaster-recovery.md, \"Everything is lost\"."),
    RECOVERY_FILE_REFUSED(
            2558,
            ExitCode.REFUSED,
            "Recovery file refused",
            "The file is not as `raftkms cluster recover` wrote it.",
            "Take the file from beside the new homes again. Do not edit it: another margin is another recovery."),
    RECOVERY_OTHER_CLUSTER(
            2559,
            ExitCode.FOREIGN,
            "Recovery of another cluster",
            "The recovery file belongs to the homes that were made with it, and to no other cluster.",
            "Run the command on a member of the cluster that it names."),
    RECOVERY_REFUSED(
            2560,
            ExitCode.REFUSED,
            "Recovery refused by the ledger",
            "A key is enrolled here already, with other values than the recovery's. Nothing was changed.",
            "Make the homes anew with `raftkms cluster recover`; the new cluster takes its keys from the recovery only."),
    RAISE_REFUSED(
            2501,
            ExitCode.REFUSED,
            "Raise refused",
            "The mark cannot be set up to there: it stands there or above, or the key is sealed or not enrolled.",
            "See the reason; `raftkms state show` prints the mark."),
    LOWER_REFUSED(
            2502,
            ExitCode.REFUSED,
            "Lowering refused",
            "A mark is set back only for a paused key, and only as far as it is known what was signed above.",
            "See the reason; it names the command that helps."),
    PAUSE_REFUSED(
            2503,
            ExitCode.REFUSED,
            "Nothing to pause or resume",
            "No enrolled key is meant by the command.",
            "`raftkms state show` prints the enrolled keys and their chains."),
    LOWER_NOT_CONFIRMED(
            2504,
            ExitCode.REFUSED,
            "Lowering not confirmed",
            "A lowered mark lets heights be signed again; that is right only on a chain that was restarted.",
            "Run the command on a terminal and type what it asks for."),
    EXPORT_NOT_FINAL(
            2505,
            ExitCode.REFUSED,
            "Not exported for another signer",
            "The key may still sign here, so a file that another signer goes on from would let two of them sign.",
            "Give --final, which seals the key here for good; or --format bundle, which no signer takes for a state file."),
    EXPORT_REFUSED(
            2506,
            ExitCode.REFUSED,
            "Export refused",
            "The key is not enrolled, or was taken back while it was exported.",
            "See the reason; `raftkms state show` prints what is enrolled."),
    EXPORT_NOT_CONFIRMED(
            2507,
            ExitCode.REFUSED,
            "Sealing not confirmed",
            "A sealed key signs no more here.",
            "Run the command on a terminal and type what it asks for, or give --yes."),
    BUNDLE_REFUSED(
            2508,
            ExitCode.REFUSED,
            "Bundle refused",
            "The file is no bundle of the cluster that the CA certificate belongs to, or it was changed.",
            "See the reason; take another copy, or the CA certificate of the cluster that wrote it."),
    FOREIGN_SIGNATURE(
            2509,
            ExitCode.REFUSED,
            "Another signer signs with this key",
            "A block that was made while this command watched carries a signature of the key, and it is none of this cluster's."
                    + " Nothing was enrolled.",
            "Stop the other signer for good, take its state file anew, and import that."),
    WATCH_NOT_DONE(
            2510,
            ExitCode.REFUSED,
            "Watch not finished",
            "Not enough blocks could be watched, so it is not known whether another signer uses the key. Nothing was enrolled.",
            "See the reason: check --rpc, or watch fewer blocks where the chain is slow."),
    UPGRADE_REFUSED(
            2511,
            ExitCode.REFUSED,
            "Upgrade not finalized",
            "Not every member reports a program that knows the next version of entries; one that does not would halt.",
            "Install the new version on the members that are named, start them, and repeat the command."),
    // Drills and conformance
    KEY_MAY_BE_IN_USE(
            2781,
            ExitCode.REFUSED,
            "Not confirmed as a throw-away key",
            "The command makes a signer sign at heights of the command's choice. With a validator's key that can be slashed, or stops the validator.",
            "Use a key that no validator has or will have, and confirm it, or give --throw-away-key."),
    DRILL_REFUSED(
            2782,
            ExitCode.REFUSED,
            "Drill refused",
            "A drill begins only while every member is there and ready, and can be measured only while votes are asked for.",
            "Do what the message says; `raftkms cluster status` shows the members."),
    DRILL_NOT_CONFIRMED(
            2783,
            ExitCode.REFUSED,
            "Drill not confirmed",
            "A drill takes leadership away, or kills a member, while validators are signing.",
            "Run the command on a terminal and type what it asks for, or give --yes."),
    DRILL_NOT_RECOVERED(
            3701,
            ExitCode.NO_LEADER,
            "Drill not recovered",
            "After a round of a drill not every member was ready again in time, or no vote was signed. No further round was run.",
            "Bring back what the message names, before anything else fails."),
    DRILL_NOT_DONE(
            3702,
            ExitCode.NO_LEADER,
            "Drill not carried out",
            "The leader could not be taken from here, and nobody did it where it runs.",
            "Run the line that was shown on the host of the leader, while the drill waits for it."),
    // Disk
    DISK_WRITE_FAILED(
            2301,
            ExitCode.DISK,
            "Disk write failed",
            "A write or fsync failed: what the disk holds is not known any more.",
            "Check the disk and its space before starting the member again; after an EIO replace disk and member."),
    DISK_SPACE_LOW(
            2901,
            ExitCode.DISK,
            "Little space left",
            "Less is free for the data directory than warn_free_mb of [disk]. A warning: the member goes on.",
            "Make room on the file system of data/ before the floor is reached."),
    DISK_SPACE_FLOOR(
            2902,
            ExitCode.DISK,
            "Hardly any space left",
            "Less is free for the data directory than floor_free_mb of [disk], or no more files can be made. The member hands leadership over and stands for election only while nobody else leads; it ends when a write fails.",
            "Make room on the file system of data/, bytes or inodes; the member then stands again by itself. Delete nothing in data/."),
    DATA_DIRECTORY_GONE(
            2903,
            ExitCode.DISK,
            "Data directory gone",
            "While the member ran, its data directory or a part of it was removed, replaced or unmounted. What was written since may be lost.",
            "If a volume was unmounted, mount it and start the member. If files were removed: replace the member."),
    DISK_READ_FAILED(
            2302,
            ExitCode.DISK,
            "Disk read failed",
            "A file of this member's data is there but cannot be read.",
            "Check the disk, and the file's owner and mode. After an EIO replace disk and member."),
    // Fail-stop for safety
    SETTING_UNSAFE(
            2401,
            ExitCode.UNSAFE,
            "Unsafe Raft setting",
            "A Raft setting under which an acknowledged entry can be lost is on.",
            "Remove the system property or option that sets it."),
    // Audit and inspection
    AUDIT_MISSING(
            1641,
            ExitCode.FILE,
            "No audit there",
            "The directory is missing or holds no file of an audit.",
            "Name the directory with the files, usually data/audit of a member; [audit] may be switched off."),
    AUDIT_UNREADABLE(
            1642,
            ExitCode.FILE,
            "Audit not readable",
            "A file of the audit, or the anchor, cannot be read.",
            "Run the command as the member's user, or on a copy that can be read."),
    NOT_A_DATA_DIRECTORY(
            1643,
            ExitCode.FILE,
            "No data directory",
            "The directory holds none of the files of a member.",
            "Name a member's data directory or a copy of it; it has identity.json and raft/ in it."),
    AUDIT_DAMAGED(
            2801,
            ExitCode.REFUSED,
            "Audit was changed",
            "The chain of hashes does not hold at the file and line shown: something was changed, removed or added.",
            "Keep the files as they are, and compare with the audits of the other members; signing is not concerned."),
    DATA_DAMAGED(
            2802,
            ExitCode.STATE,
            "Damaged data",
            "A file of the data directory is not what a member writes, or is torn.",
            "If a member runs on the directory, inspect a copy of a stopped one; else replace the member."),
    ENTRY_UNKNOWN(
            2402,
            ExitCode.UNSAFE,
            "Unknown log entry",
            "The log holds an entry that this program does not know.",
            "Run the version of raftkms that wrote it, or a newer one, on this member."),
    // Fail-stop, restarted by the supervisor
    APPLY_FAILED(
            3001,
            ExitCode.FAIL_STOP,
            "Entry could not be applied",
            "The ledger failed on a committed entry; the member ended before it could answer wrongly.",
            "It starts again by its supervisor. If it repeats, report it with the log."),
    RAFT_CLOSED(
            3002,
            ExitCode.FAIL_STOP,
            "Raft closed",
            "Raft ended the group on this member without being asked.",
            "It starts again by its supervisor. See the log lines before it."),
    RAFT_WORKER_DEAD(
            3003,
            ExitCode.FAIL_STOP,
            "Raft thread dead",
            "A thread that Raft needs died or hangs.",
            "It starts again by its supervisor. See the log lines before it."),
    RAFT_START_FAILED(
            3004,
            ExitCode.FAIL_STOP,
            "Raft did not start",
            "Raft could not be started.",
            "It starts again by its supervisor. See the log lines before it."),
    FILE_LIMIT(
            3601,
            ExitCode.FAIL_STOP,
            "Too many open files",
            "The process or the host has as many files and connections open as allowed, so a file could not be opened. Nothing was written.",
            "It starts again by its supervisor. Raise the limit of open files, and see who opens so many connections."),
    THREAD_DIED(
            3005,
            ExitCode.FAIL_STOP,
            "Thread died",
            "A thread ended by an error that nobody handled; the member ended rather than go on without it.",
            "It starts again by its supervisor. Report it with the log lines before it."),
    OUT_OF_MEMORY(
            3101,
            ExitCode.OUT_OF_MEMORY,
            "Out of memory",
            "The process ran out of memory and ended.",
            "It starts again by its supervisor. If it repeats, give it more heap (-Xmx).");

    private final int number;
    private final ExitCode exitCode;
    private final String title;
    private final String explanation;
    private final String toDo;

    MessageCode(int number, ExitCode exitCode, String title, String explanation, String toDo) {
        this.number = number;
        this.exitCode = exitCode;
        this.title = title;
        this.explanation = explanation;
        this.toDo = toDo;
    }

    /** As {@code RK-1004}: stable for ever. */
    public String code() {
        return String.format(Locale.ROOT, "RK-%04d", number);
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    /** What happened, in a few words. */
    public String title() {
        return title;
    }

    /** What it means. */
    public String explanation() {
        return explanation;
    }

    /** What to do about it. */
    public String toDo() {
        return toDo;
    }

    /** The message of a fault of the consensus module. */
    public static MessageCode of(Fault fault) {
        return switch (fault) {
            case DATA_DIRECTORY_LOCKED -> DATA_DIRECTORY_IN_USE;
            case DATA_DIRECTORY_UNUSABLE -> DATA_DIRECTORY_UNUSABLE;
            case IDENTITY_MISSING -> IDENTITY_MISSING;
            case IDENTITY_DAMAGED -> IDENTITY_DAMAGED;
            case IDENTITY_MISMATCH -> IDENTITY_MISMATCH;
            case FORMAT_UNKNOWN -> FORMAT_VERSION_UNKNOWN;
            case RUN_RECORD_MISSING -> RUN_RECORD_MISSING;
            case RUN_RECORD_DAMAGED -> RUN_RECORD_DAMAGED;
            case RAFT_DATA_LOST -> RAFT_LOG_LOST;
            case RAFT_DATA_FOREIGN -> RAFT_DATA_FOREIGN;
            case RAFT_LOG_DAMAGED -> RAFT_LOG_DAMAGED;
            case RAFT_LOG_TORN -> RAFT_LOG_TORN;
            case RAFT_SNAPSHOT_DAMAGED -> SNAPSHOT_DAMAGED;
            case RAFT_GROUP_FILE_DAMAGED -> RAFT_GROUP_FILE_DAMAGED;
            case VOTE_FILE_DAMAGED -> VOTE_FILE_DAMAGED;
            case VOTE_FILE_OLD -> VOTE_FILE_OLD;
            case WATERMARK_MISSING -> WATERMARK_MISSING;
            case WATERMARK_DAMAGED -> WATERMARK_DAMAGED;
            case WATERMARK_REGRESSION -> WATERMARK_REGRESSION;
            case WATERMARK_AHEAD -> WATERMARK_AHEAD;
            case PEERS_FILE_MISSING -> PEERS_FILE_MISSING;
            case PEERS_FILE_DAMAGED -> PEERS_FILE_DAMAGED;
            case HELLO_NOT_A_MEMBER -> HELLO_NOT_A_MEMBER;
            case HELLO_BEGUN_ANEW -> HELLO_BEGUN_ANEW;
            case HELLO_STATE_OLD -> HELLO_STATE_OLD;
            case HELLO_START_SUPERSEDED -> HELLO_START_SUPERSEDED;
            case HELLO_RUNS_TWICE -> HELLO_RUNS_TWICE;
            case DISK_READ_FAILED -> DISK_READ_FAILED;
            case TLS_MATERIAL_MISSING -> TLS_MISSING;
            case TLS_MATERIAL_INVALID -> TLS_INVALID;
            case TLS_CERTIFICATE_EXPIRED -> TLS_EXPIRED;
            case TLS_CERTIFICATE_NOT_YET_VALID -> TLS_NOT_YET_VALID;
            case TLS_CERTIFICATE_REVOKED -> TLS_REVOKED;
            case TLS_IDENTITY_MISMATCH -> TLS_MISMATCH;
            case PORT_IN_USE -> PORT_IN_USE;
            case ADDRESS_UNUSABLE -> ADDRESS_UNUSABLE;
            case EVEN_CLUSTER -> EVEN_CLUSTER;
            case GROUP_INVALID -> GROUP_INVALID;
            case RATIS_SETTING_UNSAFE -> SETTING_UNSAFE;
            case DISK_WRITE_FAILED -> DISK_WRITE_FAILED;
            case DATA_DIRECTORY_GONE -> DATA_DIRECTORY_GONE;
            case FILE_LIMIT -> FILE_LIMIT;
            case MEMBER_REMOVED -> MEMBER_REMOVED;
            case ENTRY_UNKNOWN -> ENTRY_UNKNOWN;
            case APPLY_FAILED -> APPLY_FAILED;
            case RAFT_CLOSED -> RAFT_CLOSED;
            case RAFT_WORKER_DEAD -> RAFT_WORKER_DEAD;
            case RAFT_START_FAILED -> RAFT_START_FAILED;
        };
    }

    /** The message of what can be wrong with a key. */
    public static MessageCode of(KeyFault fault) {
        return switch (fault) {
            case KEY_FILE_MISSING -> KEY_MISSING;
            case KEY_FILE_UNREADABLE -> FILE_UNREADABLE;
            case KEY_FILE_PERMISSIONS -> KEY_PERMISSIONS;
            case KEY_FILE_DAMAGED -> KEY_DAMAGED;
            case KEY_TYPE_UNSUPPORTED -> KEY_TYPE_UNSUPPORTED;
            case KEY_FILE_EXISTS -> FILE_EXISTS;
            case KEY_FILE_NOT_WRITTEN -> FILE_NOT_WRITTEN;
            case KEY_NOT_CONFIGURED -> CONFIGURATION_NO_KEY;
            case KEY_AMBIGUOUS -> CONFIGURATION_AMBIGUOUS_KEY;
            case KEY_DUPLICATE -> CONFIGURATION_CONFLICT;
        };
    }

    /** The message of an error in a configuration file. */
    public static MessageCode of(ConfigurationFault fault) {
        return switch (fault) {
            case FILE_MISSING -> CONFIGURATION_MISSING;
            case FILE_UNREADABLE -> CONFIGURATION_UNREADABLE;
            case SYNTAX -> CONFIGURATION_SYNTAX;
            case UNKNOWN_KEY -> CONFIGURATION_UNKNOWN_KEY;
            case MISSING_KEY -> CONFIGURATION_MISSING_KEY;
            case WRONG_TYPE -> CONFIGURATION_WRONG_TYPE;
            case OUT_OF_RANGE -> CONFIGURATION_OUT_OF_RANGE;
            case BAD_VALUE -> CONFIGURATION_BAD_VALUE;
            case CONFLICT -> CONFIGURATION_CONFLICT;
            case UNKNOWN_CHAIN -> CONFIGURATION_UNKNOWN_CHAIN;
            case NO_KEY -> CONFIGURATION_NO_KEY;
            case AMBIGUOUS_KEY -> CONFIGURATION_AMBIGUOUS_KEY;
            case KEY_NOT_SHARED -> CONFIGURATION_KEY_NOT_SHARED;
            case UNKNOWN_MEMBER -> CONFIGURATION_UNKNOWN_MEMBER;
            case EVEN_CLUSTER -> EVEN_CLUSTER;
            case SOCKET_PATH -> SOCKET_PATH_TOO_LONG;
            case UNSUPPORTED_PROVIDER -> UNSUPPORTED_PROVIDER;
            case STATE_HOOK -> STATE_HOOK_UNSUPPORTED;
        };
    }

    @Override
    public String toString() {
        return code();
    }
}
