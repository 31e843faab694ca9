namespace TestOps.Load.BuiltIn;

/// <summary>Keeps the first failed request of a load, as an example for people.</summary>
internal sealed class FirstFailure
{
    private string? _text;

    /// <summary>The example; null where no request failed.</summary>
    public string? Text => Volatile.Read(ref _text);

    /// <summary>Whether an example is still wanted: asked before a text is made.</summary>
    public bool IsOpen => Text is null;

    /// <summary>Keeps the text unless another was first.</summary>
    public void Offer(string text) => Interlocked.CompareExchange(ref _text, text, null);
}
