using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestOps.Core.Determinism;

namespace TestOps.Core.Expressions;

/// <summary>Flattens a JSON body into constant bytes and expressions; keys are sorted here, once.</summary>
internal sealed class JsonTemplateCompiler(EvaluationPath path)
{
    private readonly List<JsonTemplatePart> _parts = [];
    private readonly ArrayBufferWriter<byte> _constant = new();

    public void Add(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                AddObject(members);
                break;
            case JsonArray items:
                AddArray(items);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                AddString(value.GetValue<string>());
                break;
            default:
                _constant.Write(CanonicalJson.Serialize(node));
                break;
        }
    }

    public JsonTemplatePart[] Finish()
    {
        Flush();
        return [.. _parts];
    }

    private void AddObject(JsonObject members)
    {
        var sorted = members.ToList();
        sorted.Sort(static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        _constant.Write("{"u8);
        for (var i = 0; i < sorted.Count; i++)
        {
            var key = sorted[i].Key;
            if (!Template.Compile(key).IsConstant)
            {
                throw new ExpressionException(key, ExpressionFailure.Syntax, "a key cannot be computed", "write the key as it is, and compute its value");
            }

            _constant.Write(i == 0 ? "\""u8 : ",\""u8);
            JsonText.WriteContent(_constant, key);
            _constant.Write("\":"u8);
            Add(sorted[i].Value);
        }

        _constant.Write("}"u8);
    }

    private void AddArray(JsonArray items)
    {
        _constant.Write("["u8);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                _constant.Write(","u8);
            }

            Add(items[i]);
        }

        _constant.Write("]"u8);
    }

    private void AddString(string text)
    {
        var parts = TemplateParser.Parse(text, path);
        if (parts is [{ Expression: { } whole }])
        {
            AddExpression(whole, isWholeValue: true);
            return;
        }

        _constant.Write("\""u8);
        foreach (var part in parts)
        {
            if (part.Expression is { } expression)
            {
                AddExpression(expression, isWholeValue: false);
            }
            else
            {
                _constant.Write(part.Content);
            }
        }

        _constant.Write("\""u8);
    }

    private void AddExpression(ParsedExpression expression, bool isWholeValue)
    {
        Flush();
        _parts.Add(new JsonTemplatePart([], expression, isWholeValue));
    }

    private void Flush()
    {
        if (_constant.WrittenCount > 0)
        {
            _parts.Add(new JsonTemplatePart(_constant.WrittenSpan.ToArray(), null, isWholeValue: false));
            _constant.Clear();
        }
    }
}
