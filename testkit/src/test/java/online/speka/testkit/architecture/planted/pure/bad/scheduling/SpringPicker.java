package online.speka.testkit.architecture.planted.pure.bad.scheduling;

import org.springframework.stereotype.Component;

/** A decision that is a bean. */
@Component
public class SpringPicker {}
