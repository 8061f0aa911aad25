@NullMarked
package online.speka.infra.services;

import org.jspecify.annotations.NullMarked;
