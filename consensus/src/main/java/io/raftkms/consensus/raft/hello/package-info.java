/**
 * Hello: who am I, and is my state old. Before Raft starts, every member asks the others, and only answers that make a
 * majority with itself let it run; one refusal outweighs every yes, also when it comes later. The decisions are pure
 * functions: {@link io.raftkms.consensus.raft.hello.HelloRule} of the one that is asked, {@code FormationStep} of the one
 * that has never run. Nobody comes in but {@code consensus.raft} itself.
 *
 * <p>States of a member, each on its disk (peers.json) before anything follows from it:
 *
 * <table>
 * <caption>Hello and formation</caption>
 * <tr><th>state<th>event<th>next state
 * <tr><td>fresh, not made to join<td>all others that form with it answer and none is formed<td>counted, with all first start ids; asks again
 * <tr><td>counted<td>all others answer unformed, with another first start id among them<td>counted, anew; asks again
 * <tr><td>counted<td>all others answer that they counted the same<td>formed
 * <tr><td>fresh, counted<td>a formed member says that it counted this data directory<td>formed, with its count
 * <tr><td>fresh, counted<td>a majority of the voters says that it joins<td>formed, without a count
 * <tr><td>fresh, counted<td>stops and starts: start number and id change, the first start id does not<td>the same
 * <tr><td>formed<td>answers of formed members, or of members with the same count, make a majority of the voters with it<td>running
 * <tr><td>any<td>a refusal that cannot pass, or has lasted 30 s<td>ended, exit 20-29
 * <tr><td>running<td>stops and starts<td>formed
 * </table>
 *
 * <p>Why formation counts and confirms. Had a member only to hear "fresh" from all, one could hear it from a, be slow,
 * and hear it from b after b had formed with a, voted, and lost its disk: two counts, and a majority of the second one
 * knows nothing of what the first one committed. With the confirmation, a member that forms has every member's word,
 * given after its own count was forced, for the same count; a later count needs the word of a member that has formed,
 * which does not give it while it has its disk. So there is no second count beside the first one, and none after more
 * than half of the members formed with it, unless all of these have lost their disks. There may be one before: whoever
 * forms first and loses its disk before anybody took its count leaves the others to form anew, with its new disk. Nothing
 * was committed by then, as members that are not formed do not run Raft, and its old disk is refused from then on.
 * Formation is never stuck for good: whoever restarts comes back
 * with the same first start id, and whoever lost its disk before anybody formed is counted anew. Once one member is
 * formed, the others take its count, and a data directory that is not in it is refused.
 */
package io.raftkms.consensus.raft.hello;
