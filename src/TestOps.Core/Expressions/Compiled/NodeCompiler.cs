using System.Globalization;
using Acornima;
using Acornima.Ast;

namespace TestOps.Core.Expressions.Compiled;

/// <summary>
/// Compiles the syntax tree of an expression into nodes; null where a part of it needs the interpreter. Lone surrogates do: System.Text.Json, in which nodes
/// read, has no notion of them.
/// </summary>
internal sealed class NodeCompiler(string source)
{
    public Node? Compile(Expression expression) => expression switch
    {
        ParenthesizedExpression parenthesized => Compile(parenthesized.Expression),
        Literal literal => CompileLiteral(literal),
        Identifier identifier => CompileIdentifier(identifier.Name),
        ChainExpression chain => Compile(chain.Expression) is { } links ? new ChainNode(links) : null,
        MemberExpression member => CompileMember(member),
        LogicalExpression logical => CompilePair(logical, static (operation, left, right) => new LogicalNode(operation, left, right)),
        BinaryExpression binary when BinaryNode.Supports(binary.Operator) => CompilePair(binary, static (operation, left, right) => new BinaryNode(operation, left, right)),
        UnaryExpression unary when UnaryNode.Supports(unary.Operator) => Compile(unary.Argument) is { } operand ? new UnaryNode(unary.Operator, operand) : null,
        ConditionalExpression conditional => CompileConditional(conditional),
        _ => null,
    };

    private static LiteralNode? CompileLiteral(Literal literal) => literal.Value switch
    {
        null when literal.Kind == TokenKind.NullLiteral => new LiteralNode(ExpressionValue.Null),
        string text when JsonText.IsWellFormed(text) => new LiteralNode(ExpressionValue.Of(text)),
        double number => new LiteralNode(ExpressionValue.Of(number)),
        bool truth => new LiteralNode(ExpressionValue.Of(truth)),
        _ => null,
    };

    private static Node? CompileIdentifier(string name) => name switch
    {
        "undefined" => new LiteralNode(ExpressionValue.Undefined),
        "NaN" => new LiteralNode(ExpressionValue.Of(double.NaN)),
        "Infinity" => new LiteralNode(ExpressionValue.Of(double.PositiveInfinity)),
        "body" => new BodyNode(),
        "status" => new StatusNode(),
        "data" or "user" or "env" or "vars" or "engine" or "keep" or "step" or "run" or "headers" => new OpaqueNode(),
        _ => null,
    };

    private Node? CompilePair(BinaryExpression expression, Func<Operator, Node, Node, Node> create)
        => Compile(expression.Left) is { } left && Compile(expression.Right) is { } right ? create(expression.Operator, left, right) : null;

    private ConditionalNode? CompileConditional(ConditionalExpression expression)
        => Compile(expression.Test) is { } test && Compile(expression.Consequent) is { } yes && Compile(expression.Alternate) is { } no
            ? new ConditionalNode(test, yes, no)
            : null;

    private Node? CompileMember(MemberExpression expression)
    {
        if (NameOf(expression) is not { } name || !JsonText.IsWellFormed(name) || Compile(expression.Object) is not { } owner)
        {
            return null;
        }

        if (owner is OpaqueNode && expression.Object is Identifier root)
        {
            return ObjectMembers.AreInherited(name) ? null : new ScopeNode(root.Name, name);
        }

        var index = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number.ToString(CultureInfo.InvariantCulture) == name ? number : -1;
        return new MemberNode(owner, source[expression.Object.Start..expression.Object.End], name, index, expression.Optional);
    }

    private static string? NameOf(MemberExpression expression) => expression switch
    {
        { Computed: false, Property: Identifier identifier } => identifier.Name,
        { Computed: true, Property: Literal { Value: string text } } => text,
        { Computed: true, Property: Literal { Value: double number } } when number is >= 0 and <= int.MaxValue && number == Math.Floor(number)
            => ((int)number).ToString(CultureInfo.InvariantCulture),
        _ => null,
    };
}
