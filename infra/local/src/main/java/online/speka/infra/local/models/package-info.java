/// Gets a model's file to this machine, once.
///
/// **Receives** the name of a file, its size and its checksum. **Decides** which source it comes
/// from and whether what came is what was asked for. **Hands to** the model folder, in one move, a
/// file that is complete.
@NullMarked
package online.speka.infra.local.models;

import org.jspecify.annotations.NullMarked;
