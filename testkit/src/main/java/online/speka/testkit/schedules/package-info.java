/// Random schedules of pure state machines: thousands in every build, a million on demand.
///
/// **Receives** a property of one schedule. **Decides** which schedules to try, and makes one that
/// fails as short as it can. **Hands to** the test the shortest schedule that breaks the property.
@NullMarked
package online.speka.testkit.schedules;

import org.jspecify.annotations.NullMarked;
