package dev.graft.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
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
            throw new WeightsException("has " + size + " bytes, expected at least the 8 of a header's length");
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
                    + "; fetch the file again");
        }
        ByteBuffer text = ByteBuffer.allocate((int) length);
        source.readFully(text, Long.BYTES);
        return parse(text.array(), Long.BYTES + length, size);
    }

    private static SafetensorsHeader parse(byte[] text, long dataStart, long fileSize) {
        Map<String, String> metadata = new LinkedHashMap<>();
        List<Entry> tensors = new ArrayList<>();
        try (JsonParser json = JSON.createParser(text)) { // one property at a time: a header may be large
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new WeightsException("its header is no JSON object");
            }
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                json.nextToken();
                JsonNode value = json.readValueAsTree();
                if (name.equals(METADATA)) {
                    value.properties().forEach(item -> metadata.put(item.getKey(), text(item.getValue())));
                } else if (tensors.size() < MAX_TENSORS) {
                    tensors.add(entry(name, value, dataStart, fileSize));
                } else {
                    throw new WeightsException("its header has more than " + MAX_TENSORS + " tensors");
                }
            }
            if (json.nextToken() != null) {
                throw new WeightsException("its header goes on after its JSON");
            }
        } catch (JacksonException e) {
            throw new WeightsException("its header is no JSON: " + e.getOriginalMessage(), e);
        }
        tensors.sort(Comparator.comparingLong(Entry::position).thenComparingLong(Entry::bytes));
        checkCover(tensors, dataStart, fileSize);
        return new SafetensorsHeader(List.copyOf(tensors), Map.copyOf(metadata));
    }

    private static Entry entry(String name, JsonNode node, long dataStart, long fileSize) {
        String type = text(node.path("dtype"));
        Dtype dtype = Dtype.ofSafetensors(type)
                .orElseThrow(() -> new WeightsException(Lines.name(name) + ": elements of type '" + Lines.name(type)
                        + "' are not supported; save it again as F32, F16 or BF16"));
        long[] shape = longs(name, node.path("shape"), MAX_DIMENSIONS);
        long[] offsets = longs(name, node.path("data_offsets"), 2);
        long dataSize = fileSize - dataStart;
        if (offsets.length != 2 || offsets[0] < 0 || offsets[1] < offsets[0] || offsets[1] > dataSize) {
            throw new WeightsException(Lines.name(name) + ": its bytes " + Lines.shape(offsets) + " are not inside the "
                    + dataSize + " that follow the header; fetch the file again");
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
            throw new WeightsException("has " + (fileSize - position) + " bytes after its last tensor");
        }
    }

    private static String text(JsonNode node) {
        if (!node.isString()) {
            throw new WeightsException("its header has something else where a text is expected");
        }
        return node.stringValue();
    }

    private static long[] longs(String name, JsonNode node, int limit) {
        if (!node.isArray() || node.size() > limit) {
            throw new WeightsException(Lines.name(name) + ": expected at most " + limit + " whole numbers");
        }
        long[] longs = new long[node.size()];
        for (int i = 0; i < longs.length; i++) {
            if (!node.get(i).isIntegralNumber() || !node.get(i).canConvertToLong()) {
                throw new WeightsException(Lines.name(name) + ": expected whole numbers of 64 bits");
            }
            longs[i] = node.get(i).longValue();
        }
        return longs;
    }
}
