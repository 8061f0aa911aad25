/// A thousand clients at once against a credit that a tenth of them would use up, while Redis and
/// PostgreSQL are killed.
///
/// **Receives** a running platform, and how many clients, rounds and kills. **Decides** what each
/// request may cost, when a server dies, and whether ever more was spent and reserved than there
/// was, anybody refused who could have paid, anything billed twice, wrongly or not at all. **Hands
/// to** the scenario counts and what was found wrong.
@NullMarked
package online.speka.infra.bench.money;

import org.jspecify.annotations.NullMarked;
