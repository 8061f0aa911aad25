package online.speka.worker.engine.simulator.pictures;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import online.speka.worker.rendering.request.ImageRequest.Format;
import org.jspecify.annotations.Nullable;

/// Writes a picture as a file, in memory.
public final class PictureFile {

  private static final float BEST = 1;

  private PictureFile() {}

  /// @param quality 0 to 100, where the format has such a thing; absent means the best
  public static byte[] of(BufferedImage image, Format format, @Nullable Integer quality) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format.wire()).next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam param = writer.getDefaultWriteParam();
      switch (format) {
        case PNG -> {}
        case JPEG -> {
          param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
          param.setCompressionQuality(quality == null ? BEST : quality / 100f);
        }
      }
      writer.write(null, new IIOImage(image, null, null), param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
