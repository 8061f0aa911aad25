/// Is there room for one more, and what will it take?
///
/// **Receives** the wish to serve a request, then the valid request. **Decides**, before anything
/// is queued, whether this edge has a place for it; what it will take at most; and until when
/// anybody waits for it. **Hands to** submission the job's demand and window. Pure: no clients, no
/// threads of its own, no clock but the one it is given.
@NullMarked
package online.speka.edge.admission;

import org.jspecify.annotations.NullMarked;
