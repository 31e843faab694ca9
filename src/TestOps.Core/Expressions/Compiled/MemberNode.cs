using System.Text;
using System.Text.Json;

namespace TestOps.Core.Expressions.Compiled;

/// <summary>A member of a value by a constant name or index: <c>owner.name</c>, <c>owner?.name</c>, <c>owner["name"]</c>, <c>owner[3]</c>.</summary>
internal sealed class MemberNode : Node
{
    private readonly Node _owner;
    private readonly bool _isOptional;
    private readonly bool _isInherited;
    private readonly bool _isLength;
    private readonly int _index;
    private readonly byte[] _name;
    private readonly ExpressionValue _ofUndefined;
    private readonly ExpressionValue _ofNull;

    /// <summary>Creates the node; <paramref name="index"/> is -1 unless the name is an array index, <paramref name="ownerText"/> is for failures.</summary>
    public MemberNode(Node owner, string ownerText, string name, int index, bool isOptional)
    {
        _owner = owner;
        _isOptional = isOptional;
        _isInherited = ObjectMembers.AreInherited(name);
        _isLength = name == "length";
        _index = index;
        _name = Encoding.UTF8.GetBytes(name);
        _ofUndefined = ExpressionValue.Of($"{ownerText} is undefined, so it has no '{name}'");
        _ofNull = ExpressionValue.Of($"{ownerText} is null, so it has no '{name}'");
    }

    public override Outcome Evaluate(ExpressionScope scope, out ExpressionValue value)
    {
        var outcome = _owner.Evaluate(scope, out value);
        if (outcome != Outcome.Decided)
        {
            return outcome;
        }

        switch (value.Kind)
        {
            case ValueKind.Json:
                return value.Element.ValueKind == JsonValueKind.Object ? OfObject(value.Element, out value) : OfArray(value.Element, out value);
            case ValueKind.Undefined or ValueKind.Null when _isOptional:
                return Outcome.Skipped;
            case ValueKind.Undefined:
                value = _ofUndefined;
                return Outcome.Failed;
            case ValueKind.Null:
                value = _ofNull;
                return Outcome.Failed;
            case ValueKind.Text when _isLength:
                value = ExpressionValue.Of((double)value.Text.Length);
                return Outcome.Decided;
            default:
                return Outcome.Undecided;
        }
    }

    private Outcome OfObject(JsonElement owner, out ExpressionValue value)
    {
        if (owner.TryGetProperty(_name, out var member))
        {
            value = ExpressionValue.Of(member);
            return Outcome.Decided;
        }

        value = default;
        return _isInherited ? Outcome.Undecided : Outcome.Decided;
    }

    private Outcome OfArray(JsonElement owner, out ExpressionValue value)
    {
        if (_isLength)
        {
            value = ExpressionValue.Of((double)owner.GetArrayLength());
            return Outcome.Decided;
        }

        value = default;
        if (_index < 0)
        {
            return Outcome.Undecided;
        }

        if (_index < owner.GetArrayLength())
        {
            value = ExpressionValue.Of(owner[_index]);
        }

        return Outcome.Decided;
    }
}
