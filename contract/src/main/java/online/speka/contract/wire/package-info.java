/// Names and codecs of everything that crosses a process boundary: Kafka topics and headers, Redis
/// keys, channels and frames, JSON records.
///
/// **Receives** values of the other contract packages. **Decides** their bytes; each shape has a
/// golden file. **Hands to** Kafka and Redis clients of the deployables. The only package here that
/// knows Jackson.
@NullMarked
package online.speka.contract.wire;

import org.jspecify.annotations.NullMarked;
