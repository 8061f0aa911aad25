package online.speka.testkit.services;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Names the services of a test class. They run before the first test, are running and (Redis) empty
 * before each test, and come as parameters of constructors, lifecycle methods and tests:
 *
 * <ul>
 *   <li>{@link KafkaFixture}, {@link RedisFixture}, {@link PostgresFixture};
 *   <li>{@link PostgresDatabase}: empty at first, one for each test class;
 *   <li>{@link io.lettuce.core.RedisClient}: one for each test, closed after it.
 * </ul>
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ServicesExtension.class)
public @interface WithServices {
  Service[] value();
}
