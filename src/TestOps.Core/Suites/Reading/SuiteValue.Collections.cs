using System.Globalization;
using System.Text.Json.Nodes;

namespace TestOps.Core.Suites.Reading;

/// <content>Lists, mappings and JSON.</content>
internal sealed partial class SuiteValue
{
    /// <summary>The elements of a list; a problem where it is none.</summary>
    public IReadOnlyList<SuiteValue> Items(string hint)
    {
        if (node is not ListNode list)
        {
            MustBe("a list", hint);
            return [];
        }

        return [.. list.Items.Select((item, index) => new SuiteValue(item, SuitePath.Item(path, index), context))];
    }

    /// <summary>The elements of a list, or the value itself where it is none.</summary>
    public IReadOnlyList<SuiteValue> ItemsOrSelf() => node is ListNode ? Items("") : [this];

    /// <summary>A mapping whose keys the catalogue lists under <paramref name="section"/>; null with a problem where it is none.</summary>
    public SuiteMap? Map(string section)
    {
        if (node is not MapNode map)
        {
            MustBe("a mapping", $"write KEY: VALUE with keys such as {string.Join(", ", SuiteKeys.Of(section).Where(static key => !key.IsReserved).Select(static key => key.Name).Take(4))}");
            return null;
        }

        return new SuiteMap(this, map, section);
    }

    /// <summary>The entries of a mapping whose keys the suite names itself.</summary>
    public IReadOnlyList<(string Name, SuiteValue Value)> Entries(string hint)
    {
        if (node is not MapNode map)
        {
            MustBe("a mapping", hint);
            return [];
        }

        return [.. map.Entries.Select(entry => (entry.Key, new SuiteValue(entry.Value, SuitePath.Key(path, entry.Key), context)))];
    }

    /// <summary>The entries of a mapping whose keys are names: letters, digits, <c>-</c> and <c>_</c>.</summary>
    public IReadOnlyList<(string Name, SuiteValue Value)> NamedEntries(string hint, bool areIdentifiers = false)
    {
        var entries = Entries(hint);
        foreach (var (name, value) in entries)
        {
            value.CheckName(name, areIdentifiers);
        }

        return entries;
    }

    /// <summary>Any value as JSON; numbers keep their digits.</summary>
    public JsonNode? Json()
    {
        switch (node)
        {
            case MapNode:
                var members = new JsonObject();
                foreach (var (name, value) in Entries(""))
                {
                    members[name] = value.Json();
                }

                return members;
            case ListNode:
                return new JsonArray([.. Items("").Select(static item => item.Json())]);
            default:
                return JsonScalar((ScalarNode)node);
        }
    }

    private JsonNode? JsonScalar(ScalarNode scalar)
    {
        switch (CoreSchema.KindOf(scalar))
        {
            case ScalarKind.Null:
                return null;
            case ScalarKind.Boolean:
                return JsonValue.Create(CoreSchema.BooleanOf(scalar));
            case ScalarKind.Text:
                return JsonValue.Create(scalar.Text);
            case ScalarKind.Whole or ScalarKind.Decimal when CoreSchema.JsonNumberOf(scalar) is { } number:
                return JsonNode.Parse(number);
            default:
                Problem($"{Seen} has no place in JSON: numbers are finite and within a double's range", "write it as text, in quotes");
                return null;
        }
    }

    /// <summary>Reports a key that the suite names itself and that is no name; one that expressions use has to be an identifier.</summary>
    public void CheckName(string name, bool isIdentifier)
    {
        if (name.Length > 64 || !NamePattern().IsMatch(name))
        {
            Problem("its name must be 1 to 64 letters, digits, - and _", $"name it {Nameable(name)}");
        }
        else if (isIdentifier && (name.Contains('-', StringComparison.Ordinal) || char.IsAsciiDigit(name[0])))
        {
            var mended = name.Replace('-', '_');
            Problem("its name is used in expressions: letters, digits and _, not starting with a digit", string.Create(CultureInfo.InvariantCulture, $"name it {(char.IsAsciiDigit(mended[0]) ? "_" : "")}{mended}"));
        }
    }
}
