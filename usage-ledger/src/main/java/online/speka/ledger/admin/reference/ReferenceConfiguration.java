package online.speka.ledger.admin.reference;

import online.speka.ledger.admin.http.ApiDescription;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ReferenceConfiguration {

  @Bean
  ApiDescription adminApiDescription() {
    return new AdminDocument();
  }
}
