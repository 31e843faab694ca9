using CustomPhase;
using TestOps.Cli;

return await TestOpsCli.RunAsync(args, options => options.AddPhase<AnswerLengthPhase>());
