@NullMarked
package online.speka.infra.bench;

import org.jspecify.annotations.NullMarked;
