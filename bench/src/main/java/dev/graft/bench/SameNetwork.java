package dev.graft.bench;

/// A network that several programs are measured at. Before they are, each says how many parameters its own has and
/// which loss it comes to from the same weights and the same batch.
enum SameNetwork {
    MOBILENET_V2("mobilenet_v2", Work.MOBILENET_V2_MACS),
    RESNET18("resnet18", Work.RESNET18_MACS),
    BERT_BASE("bert-base", Work.BERT_BASE_MACS);

    private final String id;
    private final double macs;

    SameNetwork(String id, double macs) {
        this.id = id;
        this.macs = macs;
    }

    /// torchvision's name for it, where it is one of theirs.
    String id() {
        return id;
    }

    /// Multiply-accumulates of a forward pass over one image, or one token.
    double macs() {
        return macs;
    }

    boolean isOfTexts() {
        return this == BERT_BASE;
    }
}
