/** raftkms.toml and tmkms.toml: one class a table; docs/configuration.md is generated from it. */
package io.raftkms.signer.config;
