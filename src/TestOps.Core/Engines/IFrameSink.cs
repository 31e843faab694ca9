namespace TestOps.Core.Engines;

/// <summary>
/// Takes the frames of a body as they arrive, so that nobody has to hold the whole. A client that does not know it returns the frames in its reply instead.
/// </summary>
public interface IFrameSink
{
    /// <summary>Says what answers; false where the body is to be returned in the reply as usual. Called again for the answer behind a redirect that is followed.</summary>
    bool Begin(int status, string? contentType);

    /// <summary>Takes the next frame, valid during the call only; false where no further one is needed: the client stops reading then.</summary>
    bool Accept(in Frame frame);
}
