package online.speka.worker;

import java.security.SecureRandom;
import java.util.HexFormat;
import online.speka.contract.fleet.WorkerId;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Names this process. A restarted worker is a new worker, so that nobody takes the new one's
/// silence about old jobs for an answer.
@Configuration(proxyBeanMethods = false)
class IdentityConfiguration {

  private static final int RANDOM_BYTES = 8;

  @Bean
  WorkerId workerId() {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    return new WorkerId("worker-" + HexFormat.of().formatHex(random));
  }
}
