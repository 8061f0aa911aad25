/// Measures the platform from outside, against floors taken in the same run.
///
/// **Receives** a scenario's name and how long it may take. **Decides** what load is offered, when,
/// and what is recorded. **Hands to** the person a table and, on request, a JSON file.
///
/// `scenario` drives `load` at an `upstream` directly and through the platform that `stack` started
/// or was given, takes the `floor` in between, and gives what `measure` made of it to `report`.
@NullMarked
package online.speka.infra.bench;

import org.jspecify.annotations.NullMarked;
