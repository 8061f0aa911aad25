/// Who asks: organisations, projects, keys, and the principal that a key stands for.
///
/// **Receives** keys as strings from clients. **Decides** whether a key can be a key at all (format
/// and checksum), and what a principal may do: with which model, at which endpoint, until when and
/// from where. **Hands to** the edge's authentication, which looks the hash up in its snapshot of
/// the principals topic.
@NullMarked
package online.speka.contract.principal;

import org.jspecify.annotations.NullMarked;
