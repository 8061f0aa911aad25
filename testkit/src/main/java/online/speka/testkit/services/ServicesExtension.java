package online.speka.testkit.services;

import io.lettuce.core.RedisClient;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Behind {@link WithServices}. */
final class ServicesExtension implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {

  private static final ExtensionContext.Namespace OURS =
      ExtensionContext.Namespace.create(ServicesExtension.class);

  private static final Map<Class<?>, Function<ExtensionContext, Object>> PARAMETERS =
      Map.of(
          KafkaFixture.class, _ -> Services.kafka(),
          RedisFixture.class, _ -> Services.redis(),
          PostgresFixture.class, _ -> Services.postgres(),
          PostgresDatabase.class, ServicesExtension::databaseOfTheClass,
          RedisClient.class, ServicesExtension::clientOfTheTest);

  @Override
  public void beforeAll(ExtensionContext context) {
    List<Service> services = named(context);
    Services.start(services.toArray(Service[]::new));
    // What an earlier class killed has to run before this one asks for a database of its own.
    services.forEach(service -> service.start().get().prepareForNextTest());
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    named(context).forEach(service -> service.start().get().prepareForNextTest());
  }

  private static List<Service> named(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(
            context.getRequiredTestClass(), WithServices.class, context.getEnclosingTestClasses())
        .map(annotation -> List.of(annotation.value()))
        .orElse(List.of());
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return PARAMETERS.containsKey(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Function<ExtensionContext, Object> source = PARAMETERS.get(parameter.getParameter().getType());
    if (source == null) {
      throw new IllegalStateException("not ours: " + parameter);
    }
    return source.apply(context);
  }

  /** Nested classes share the database of the outermost. */
  private static Object databaseOfTheClass(ExtensionContext context) {
    Class<?> outermost =
        context.getEnclosingTestClasses().stream()
            .findFirst()
            .orElse(context.getRequiredTestClass());
    return context
        .getRoot()
        .getStore(OURS)
        .computeIfAbsent(outermost, _ -> Services.postgres().newDatabase(), PostgresDatabase.class);
  }

  /**
   * The store closes what is closeable when the test, or the class for parameters of its
   * constructor, is over.
   */
  private static Object clientOfTheTest(ExtensionContext context) {
    return context
        .getStore(OURS)
        .computeIfAbsent(RedisClient.class, _ -> Services.redis().newClient(), RedisClient.class);
  }
}
