namespace TestOps.Engines.Toron;

/// <summary>
/// First answers by request, kept verbatim. At most 10,000 answers (about 10 MB); beyond that the oldest goes, and its request is computed
/// again. Safe for concurrent use. Empty caches own no memory, because in SIM every session has one.
/// </summary>
internal sealed class ToronCache
{
    private const int MaxAnswers = 10_000;

    private readonly Lock _lock = new();
    private Dictionary<UInt128, byte[]>? _answers;
    private Queue<UInt128>? _order;

    public byte[]? Find(UInt128 key)
    {
        lock (_lock)
        {
            return _answers?.GetValueOrDefault(key);
        }
    }

    /// <summary>Keeps <paramref name="answer"/> unless another call was first; returns the answer that counts.</summary>
    public byte[] Keep(UInt128 key, byte[] answer)
    {
        lock (_lock)
        {
            _answers ??= [];
            _order ??= new Queue<UInt128>();
            if (_answers.TryGetValue(key, out var first))
            {
                return first;
            }

            if (_answers.Count == MaxAnswers)
            {
                _answers.Remove(_order.Dequeue());
            }

            _answers.Add(key, answer);
            _order.Enqueue(key);
            return answer;
        }
    }
}
