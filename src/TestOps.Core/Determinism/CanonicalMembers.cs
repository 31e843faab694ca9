using System.Buffers;
using System.Text;

namespace TestOps.Core.Determinism;

/// <summary>The members of the objects that are open; it puts those of one object in order when it closes.</summary>
internal sealed class CanonicalMembers : IDisposable
{
    // Most objects are small; the framework's sort would allocate a delegate for each.
    private const int InsertionSortMax = 16;

    private readonly ByteBuffer _output;
    private CanonicalMember[] _members = ArrayPool<CanonicalMember>.Shared.Rent(64);

    public CanonicalMembers(ByteBuffer output) => _output = output;

    public int Count { get; private set; }

    public void Add(CanonicalMember member)
    {
        if (Count == _members.Length)
        {
            var larger = ArrayPool<CanonicalMember>.Shared.Rent(Count * 2);
            _members.AsSpan(0, Count).CopyTo(larger);
            ArrayPool<CanonicalMember>.Shared.Return(_members);
            _members = larger;
        }

        _members[Count++] = member;
    }

    /// <summary>Orders the members from <paramref name="first"/> on; tells the problem where a key appears twice.</summary>
    public CanonicalJsonProblem? CloseObject(int first)
    {
        var members = _members.AsSpan(first, Count - first);
        Count = first;
        if (IsAscending(members))
        {
            return null;
        }

        var start = members[0].Start;
        var end = members[^1].End;
        Sort(members);
        for (var i = 1; i < members.Length; i++)
        {
            if (CanonicalString.CompareKeys(Key(members[i - 1]), Key(members[i])) == 0)
            {
                var key = Encoding.UTF8.GetString(Key(members[i]));
                return new CanonicalJsonProblem($"the key \"{key}\" appears twice in its object", Math.Max(members[i - 1].InputPosition, members[i].InputPosition));
            }
        }

        Permute(members, start, end);
        return null;
    }

    public void Dispose() => ArrayPool<CanonicalMember>.Shared.Return(_members);

    private bool IsAscending(ReadOnlySpan<CanonicalMember> members)
    {
        for (var i = 1; i < members.Length; i++)
        {
            if (CanonicalString.CompareKeys(Key(members[i - 1]), Key(members[i])) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    private void Permute(ReadOnlySpan<CanonicalMember> members, int start, int end)
    {
        var scratch = ArrayPool<byte>.Shared.Rent(end - start);
        var length = 0;
        foreach (var member in members)
        {
            if (length > 0)
            {
                scratch[length++] = (byte)',';
            }

            var text = _output.Written[member.Start..member.End];
            text.CopyTo(scratch.AsSpan(length));
            length += text.Length;
        }

        scratch.AsSpan(0, length).CopyTo(_output.Array.AsSpan(start));
        ArrayPool<byte>.Shared.Return(scratch);
    }

    private void Sort(Span<CanonicalMember> members)
    {
        if (members.Length > InsertionSortMax)
        {
            members.Sort(Compare);
            return;
        }

        for (var i = 1; i < members.Length; i++)
        {
            var member = members[i];
            var at = i;
            while (at > 0 && Compare(members[at - 1], member) > 0)
            {
                members[at] = members[at - 1];
                at--;
            }

            members[at] = member;
        }
    }

    private int Compare(CanonicalMember left, CanonicalMember right) => CanonicalString.CompareKeys(Key(left), Key(right));

    private ReadOnlySpan<byte> Key(CanonicalMember member) => _output.Array.AsSpan(member.Start + 1, member.KeyEnd - member.Start - 2);
}
