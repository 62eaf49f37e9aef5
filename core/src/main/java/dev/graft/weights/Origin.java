package dev.graft.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Where tensors came from.
///
/// @param source   the file, or what else it was
/// @param format   how they were kept there
/// @param metadata what safetensors keeps beside the tensors; empty for other formats
/// @param notes    what reading decided by itself, a line each: where a nested state dict was found, which
///     prefix was taken off names
public record Origin(String source, Format format, Map<String, String> metadata, List<String> notes) {
    /// The formats that are read.
    public enum Format {
        /// torch.save since PyTorch 1.6.
        TORCH_ZIP("torch.save"),
        /// torch.save before 1.6.
        TORCH_LEGACY("torch.save (legacy)"),
        /// One safetensors file.
        SAFETENSORS("safetensors"),
        /// Several files and an index that says which tensor is in which.
        SHARDED("sharded"),
        /// No file: tensors handed over by a program.
        MEMORY("memory");

        private final String text;

        Format(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    public Origin {
        metadata = Map.copyOf(metadata);
        notes = List.copyOf(notes);
    }

    Origin withNote(String note) {
        List<String> all = new ArrayList<>(notes);
        all.add(note);
        return new Origin(source, format, metadata, all);
    }
}
