/** Files that other programs write: CometBFT and tmkms keys and states, bech32 and address forms. Works on bytes, opens no files. */
package io.raftkms.protocol.files;
