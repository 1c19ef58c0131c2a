package io.raftkms.signer.key;

/** What can be wrong with a key, its file or its configuration; each has a message code of its own. */
public enum KeyFault {
    KEY_FILE_MISSING,
    /** There, but no regular file, not readable by this process, or failing while it is read. */
    KEY_FILE_UNREADABLE,
    /** Open to users who have no business with it. */
    KEY_FILE_PERMISSIONS,
    /** Too large, or not of the form that its format asks for. */
    KEY_FILE_DAMAGED,
    /** A whole key of a type or form that raftkms cannot sign with, or an account key. */
    KEY_TYPE_UNSUPPORTED,
    /** A new key would overwrite something. */
    KEY_FILE_EXISTS,
    KEY_FILE_NOT_WRITTEN,
    /** No key for the chain, or not the one that was named. */
    KEY_NOT_CONFIGURED,
    /** Several keys for the chain, and none named. */
    KEY_AMBIGUOUS,
    /** The same key twice for one chain. */
    KEY_DUPLICATE
}
