/// What can be asked for: models, the kinds of job they serve, the engine that runs them, and their
/// prices.
///
/// **Receives** a catalog read from a file by the wire package. **Decides** nothing but validity.
/// **Hands to** every deployable: the edge lists models, the dispatcher owns their topics, workers
/// load them, the ledger prices them.
@NullMarked
package online.speka.contract.catalog;

import org.jspecify.annotations.NullMarked;
