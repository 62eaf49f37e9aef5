package dev.graft.weights;

import dev.graft.data.Wording;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;

/// The JSON at the start of a safetensors file: which tensors there are, and where. Checked so that the
/// tensors cover the rest of the file exactly, without holes or overlap.
///
/// @param tensors  in the order of their bytes
/// @param metadata free text beside them
record SafetensorsHeader(List<Entry> tensors, Map<String, String> metadata) {
    /// The reference implementation's limit (safetensors 0.4).
    static final long MAX_BYTES = 100_000_000;

    static final String METADATA = "__metadata__";

    private static final int MAX_DIMENSIONS = 64;
    private static final int MAX_TENSORS = 200_000;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /// One tensor.
    ///
    /// @param position of its first byte in the file
    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    record Entry(String name, Dtype dtype, long[] shape, long position) {
        long bytes() {
            return dtype.sizeOf(shape);
        }
    }

    static SafetensorsHeader read(ByteSource source) throws IOException {
        long size = source.size();
        if (size < Long.BYTES) {
            throw new WeightsException(
                    "has " + Wording.count(size, "byte") + ", expected at least the 8 of a header's length");
        }
        ByteBuffer prefix = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        source.readFully(prefix, 0);
        long length = prefix.getLong(0);
        if (length < 0 || length > MAX_BYTES) {
            throw new WeightsException(
                    "its header announces " + Long.toUnsignedString(length) + " bytes, expected at most " + MAX_BYTES);
        }
        if (length > size - Long.BYTES) {
            throw new WeightsException("its header announces " + length + " bytes, found " + (size - Long.BYTES)
                    + "; download the file again");
        }
        ByteBuffer text = ByteBuffer.allocate((int) length);
        source.readFully(text, Long.BYTES);
        return parse(text.array(), Long.BYTES + length, size);
    }

    private static SafetensorsHeader parse(byte[] text, long dataStart, long fileSize) {
        Map<String, String> metadata = new LinkedHashMap<>();
        List<Entry> tensors = new ArrayList<>();
        try (JsonParser json = JSON.createParser(text)) { // token by token: a header may be large
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new WeightsException("its header is not a JSON object");
            }
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                expect(json, JsonToken.START_OBJECT, name);
                if (name.equals(METADATA)) {
                    for (String key = json.nextName(); key != null; key = json.nextName()) {
                        metadata.put(key, text(json, name));
                    }
                } else if (tensors.size() < MAX_TENSORS) {
                    tensors.add(entry(name, json, dataStart, fileSize));
                } else {
                    throw new WeightsException("its header has more than " + MAX_TENSORS + " tensors");
                }
            }
            if (json.nextToken() != null) {
                throw new WeightsException("its header continues after its JSON");
            }
        } catch (JacksonException e) {
            throw new WeightsException("its header is not JSON: " + e.getOriginalMessage(), e);
        }
        tensors.sort(Comparator.comparingLong(Entry::position).thenComparingLong(Entry::bytes));
        checkCover(tensors, dataStart, fileSize);
        return new SafetensorsHeader(List.copyOf(tensors), Map.copyOf(metadata));
    }

    private static Entry entry(String name, JsonParser json, long dataStart, long fileSize) {
        String type = "";
        long @Nullable [] shape = null;
        long @Nullable [] offsets = null;
        for (String key = json.nextName(); key != null; key = json.nextName()) {
            switch (key) {
                case "dtype" -> type = text(json, name);
                case "shape" -> shape = longs(json, name, MAX_DIMENSIONS);
                case "data_offsets" -> offsets = longs(json, name, 2);
                default -> {
                    json.nextToken();
                    json.skipChildren();
                }
            }
        }
        Dtype dtype = dtype(name, type);
        if (shape == null || offsets == null) {
            throw new WeightsException(
                    Lines.name(name) + ": expected a list of whole numbers for shape and data_offsets, found none");
        }
        long dataSize = fileSize - dataStart;
        if (offsets.length != 2 || offsets[0] < 0 || offsets[1] < offsets[0] || offsets[1] > dataSize) {
            throw new WeightsException(Lines.name(name) + ": its bytes " + Lines.shape(offsets) + " are not inside the "
                    + dataSize + " that follow the header; download the file again");
        }
        Entry entry = new Entry(name, dtype, shape, dataStart + offsets[0]);
        if (entry.bytes() != offsets[1] - offsets[0]) {
            throw new WeightsException(Lines.name(name) + ": expected " + entry.bytes() + " bytes for " + type + " "
                    + Lines.shape(shape) + ", found " + (offsets[1] - offsets[0]));
        }
        return entry;
    }

    private static void checkCover(List<Entry> tensors, long dataStart, long fileSize) {
        long position = dataStart;
        for (Entry entry : tensors) {
            if (entry.position() != position) {
                throw new WeightsException(Lines.name(entry.name()) + ": starts at byte " + entry.position()
                        + ", expected " + position + ": tensors overlap or leave a hole");
            }
            position += entry.bytes();
        }
        if (position != fileSize) {
            throw new WeightsException("has " + Wording.count(fileSize - position, "byte") + " after its last tensor");
        }
    }

    private static Dtype dtype(String name, String type) {
        return Dtype.ofSafetensors(type)
                .orElseThrow(() -> new WeightsException(Lines.name(name) + ": elements of type '" + Lines.name(type)
                        + "' are not supported; save it again as F32, F16 or BF16"));
    }

    private static void expect(JsonParser json, JsonToken wanted, String name) {
        JsonToken found = json.nextToken();
        if (found != wanted) {
            String words = switch (wanted) {
                case START_OBJECT -> "an object";
                case START_ARRAY -> "a list";
                default -> "a text";
            };
            throw new WeightsException(
                    "its header has something else at " + Lines.name(name) + " where " + words + " is expected");
        }
    }

    private static String text(JsonParser json, String name) {
        expect(json, JsonToken.VALUE_STRING, name);
        return json.getString();
    }

    private static long[] longs(JsonParser json, String name, int limit) {
        expect(json, JsonToken.START_ARRAY, name);
        long[] longs = new long[limit];
        int count = 0;
        for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
            if (count == limit) {
                throw new WeightsException(Lines.name(name) + ": expected at most " + limit + " whole numbers");
            }
            if (next != JsonToken.VALUE_NUMBER_INT || json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                throw new WeightsException(Lines.name(name) + ": expected whole numbers of 64 bits");
            }
            longs[count] = json.getLongValue();
            count++;
        }
        return Arrays.copyOf(longs, count);
    }
}
