/**
 * Members in containers, from the image that operators run, under scenarios; {@code .ci/chaos} plays what is here. Needs a
 * docker engine on this machine. The words of scripts come from {@code Packets}, {@code Limits}, {@code Disks},
 * {@code Operations} and {@code NodeFaults}; a {@code Scene} plays a {@code Scenario} on a cluster that many share.
 */
package io.raftkms.chaos.containers;
