//! Every command and form, every exit code, every kind of error.

use super::transcript;

/// The name of the snapshot, and the commands whose transcript it is.
macro_rules! transcripts {
    ($($name:ident: $commands:literal)*) => {$(
        #[test]
        fn $name() {
            insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
                insta::assert_snapshot!(stringify!($name), transcript($commands));
            });
        }
    )*};
}

transcripts! {
    diff: "
        partials diff 'x^2*sin(y)'
        partials diff '-x^2'
        partials diff 'x^2*sin(y)' --wrt x,x,y
        partials diff 'f(x, y) = x^2*y' --wrt y --wrt x,y
        partials diff 'f(t) = exp(-t)'
        partials diff '[r*cos(t), r*sin(t)]'
        partials diff '0.5*x^2 + 1.25*x'
    "
    diff_of_several: "
        partials diff 'x^2' '-x^3'
        partials diff 'x*y' 'f(x) = sin(x)'
        partials diff crates/cli/tests/data/functions.partials
        echo 'x^2; x^3 # a comment' | partials diff -
    "
    diff_json: "
        partials diff 'x^2*sin(y)' --format json
        partials diff 'f(x, y) = x^2*y' --wrt x,y --format json
    "
    diff_of_a_large_formula_names_shared_parts: "
        echo 's(x) = x*sin(x); s(s(s(s(s(s(x))))))' | partials diff -
    "
    whole: "
        partials grad 'x1^2*x2 + x1*x2^3'
        partials grad 'f(y, x) = x^2*y' 'x*y'
        partials jacobian 'polar(r, t) = [r*cos(t), r*sin(t)]'
        partials hessian 'x^2 + 3*x*y + y^2'
        partials hessian '[x, x^2]'
    "
    sparse: "
        partials hessian 'x^2*y + z^3 + x' --sparse
        partials jacobian 'g(a, b, c) = [a*b, b*c, c^2]' --sparse
        partials jacobian '[x*y, z]' 'x^2' --sparse
        partials hessian 'f(x, y, z) = x*y + exp(z)' --sparse --format json
        partials hessian '[x, x^2]' --sparse
    "
    whole_json: "
        partials grad 'f(y, x) = x^2*y' --format json
        partials jacobian '[r*cos(t), r*sin(t)]' --format json
        partials hessian 'x^2*y' --format json
    "
    whole_in_notations: "
        partials diff 'x^2*sin(y)' --format latex
        partials diff 'x^2/y' --wrt x,y --format latex
        partials diff 'f(x) = x/(1 + x^2)' --format unicode
        partials grad 'f(x, y) = sqrt(x^2 + y^2)' --format unicode
        partials jacobian 'polar(r, t) = [r*cos(t), r*sin(t)]' --format unicode
        partials hessian 'x^2/y' --format latex
        partials grad 'x*y' --format mathml
        partials grad 'x*y' 'g(x) = [x^2, 1/x]' --format latex
    "
    chain: "
        partials chain 'f(x, y) = x^2*y' 'x = s*t' 'y = s + t'
        partials chain 'f(x, y) = x^2*y' 'x = s*t' 'y = s + t' --format unicode
        partials chain 'f(x, y) = x^2*y; x = s*t; y = s + t' --format latex
        echo 'r(s, t) = [s*t, s/t]; g(r) = [r[0]^2*r[1], r[1]]' | partials chain -
        partials chain 'f(x, t) = x*t' 'x(t) = sin(t)'
        partials chain 'f(x, y)' 'x = g(t)' 'y = h(t)'
        partials chain 'x^2'
        partials chain 'x^' 'x = t'
    "
    chain_json: "
        partials chain 'f(x, y) = x*y' 'x = cos(t)' 'y = sin(t)' --format json
    "
    explain: "
        partials explain 'x^2*sin(x)'
        partials explain 'x*exp(-x^2/y)' --wrt x
        partials explain 'f(x, y) = x/y'
        partials explain 'sin(x^2)' --format latex
        partials explain 'x^2' --wrt y
        partials explain '[x, x^2]'
        partials explain '5'
    "
    explain_json: "
        partials explain 'sin(x^2)' --format json
    "
    tabulate: "
        printf 'x,name,y\\n1,a,2\\n-1,\"b, c\",0.5\\n,d,4\\n' | partials tabulate 'x^2*y' 'g(x) = [ln(x), 1/x]' --data - --derivatives
        printf 'x;y\\n1;2\\n3;-1\\n' | partials tabulate 'f(x, y) = sqrt(x - y)' --data - --format jsonl
        printf 'x,y\\n1,2\\n' | partials tabulate 'z + x' --data -
        printf 'x,y\\n1,a\\n' | partials tabulate 'y + x' --data -
        partials tabulate 'x' --data missing.csv
        printf 'x,s\\n1,a\\n,b\\n' | partials tabulate 'x^2' --data - --format parquet | partials tabulate 'g(f) = f + 1' --data -
        printf 'x\\n1\\n2\\n' | partials tabulate 'x^2' --data - --format arrow | partials tabulate 'x' --data -
    "
    compile: "
        partials compile 'f(x, y) = x^2*sin(y)' --target c
        partials compile 'x^2' '1/x' --target rust --no-derivatives
        partials compile 'g(x, y) = [x*y, x/y]' --target python
        partials compile 'x^2*y' --target javascript --hessian
        partials compile 'f(x, y) = x^2*sin(y)' --target latex --hessian
        partials compile 'f(x) = besselj(0, x)' --target c
        partials compile 'f(x) = [x, x^2]' --target julia --hessian
        partials compile 'x' --target c --output /nowhere/x.c
    "
    eval: "
        partials eval 'x^2*y' --at x=3,y=1/2
        partials eval 'x^2' --at x=1e-3 --at x=-2
        partials eval 'x^2*y' --at x=3,y=-1 --derivatives
        partials eval 'x^2' --at x=1 --at x=2 --derivatives
        partials eval '[x[0]*x[1], x[0]/3]' --at 'x=[2, 5]'
        partials eval '2*sin(pi/4)^2'
        echo 'x + y at x = 1, y = 2' | partials eval -
    "
    eval_digits: "
        partials eval 'sqrt(x)' --at x=2 --digits 50
        partials eval 'sin(x)' --at x=pi/4 --derivatives --digits 40
        partials eval 'exp(x)' --at x=1000
        partials eval 'x - 1/3' --at x=1/3 --digits 10
    "
    eval_difference: "
        partials eval 'x^2 + 3*x + 5' --at x=2 --difference
        partials eval 'x^2*y' --at x=1,y=2 --difference=0.001
        partials eval 'x^2' --at x=2 --difference --format json
        partials eval 'x^2' --at x=2 --difference=0
    "
    eval_json: "
        partials eval 'x/3' --at x=1 --format json
        partials eval 'x^2*y' --at x=3,y=pi --derivatives --digits 20 --format json
        partials eval 'f(x) = [x, ln(x)]' --at x=-1 --format json
        partials eval 'exp(x)' --at x=1000 --format json
    "
    eval_outside_the_domain: "
        partials eval 'x + 2*ln(x - 1)' --at x=-1
        partials eval 'if(x > 0, ln(x), 1/x)' --at x=0 --at x=1
        partials eval '[x, sqrt(x)]' --at x=-4
    "
    descend: "
        partials descend '100*(y - x^2)^2 + (1 - x)^2' --from x=-1.2,y=1 --verify
        partials descend 'x^2 + y^2' --from x=2,y=1 --method gradient --rate 0.25 --steps 4 --trace
        partials descend 'x^2 + y^2' --from x=2,y=1 --method gradient --rate 0.1 --steps 3 --format csv
        partials descend 'x^2' --from x=3 --domain 'x in [1, 5]'
        partials descend examples/data/houses.partials --from w1=0,w2=0 --verify
    "
    descend_residuals: "
        partials descend '[10*(y - x^2), 1 - x]' --from x=-1.2,y=1 --verify
        partials descend 'r(x, y) = [x - 1, y - 2, x + y - 4]' --from x=0,y=0 --format json
        partials descend '[x - 1, y - 2]' --from x=0,y=0 --domain 'y in [-1, 1]'
        partials descend '[x - 1, x + 1]' --from x=7 --method newton
    "
    descend_to_no_minimum: "
        partials descend 'x^2 + y^2' --from x=2,y=1 --method gradient --rate 1.1
        partials descend 'ln(x) + x^2' --from x=1 --method gradient --rate 3
        partials descend '-x^2' --from x=1
        partials descend 'abs(x)' --from x=1 --method steepest-descent
        partials descend 'sqrt(x)' --from x=-1
        partials descend 'x^2'
        partials descend 'x^2' --from x=1 --method levenberg-marquardt
        partials descend 'x^2' --from x=1,y=2
        partials descend 'x^2' --from x=1 --domain 'x in [2, 1]'
    "
    descend_json: "
        partials descend 'x^2' --from x=4 --method gradient --rate 0.5 --format json
    "
    fit: "
        partials fit 'b1*(1 - exp(-b2*x))' --data examples/data/misra1a.csv --response y --start b1=500,b2=1e-4
        partials fit examples/data/thurber.partials
        partials fit 'a*x1 + b*x2' --data examples/data/houses.csv --response y --format csv | cut -c1-20
        partials fit 'a + b*x1' --data examples/data/houses.csv --response y --loss huber --scale 0.5
        partials fit 'a + b*x1' --data examples/data/houses.csv --response y --domain 'a in [0, 5]'
    "
    fit_without_data: "
        partials fit 'a*x'
        partials fit 'a*x' --data missing.csv
        partials fit 'a*x1' --data examples/data/houses.csv
        partials fit 'a*x1' --data examples/data/houses.csv --response z
        partials fit 'x1' --data examples/data/houses.csv --response y
        partials fit 'ln(-1 - a^2)*x1' --data examples/data/houses.csv --response y
    "
    fit_json: "
        partials fit 'a*x1 + b*x2' --data examples/data/houses.csv --response y --format json
    "
    data: "
        printf 'data \"examples/data/houses.csv\"\\nmax(x1); sum(a*x2) at a = 2; mean(y)\\n' | partials eval -
        printf 'data \"examples/data/houses.csv\"\\nclaim d/da mean((a*x1 - y)^2) = mean(2*x1*(a*x1 - y))\\n' | partials check -
        printf 'data \"missing.csv\"\\nclaim d/dx (x^2) = 2*x\\n' | partials check -
        printf 'data \"crates/cli/tests/data/ragged.csv\"\\n' | partials check -
    "
    check: "
        partials check examples/formulas/textbook.partials
        partials check examples/formulas/robotics.partials examples/formulas/network.partials
    "
    check_mistakes: "
        partials check examples/formulas/mistakes.partials
    "
    check_verbose: "
        echo 'claim \"chain rule\" d/dx sin(x^2) = 2*x*cos(x^2)' | partials check - --verbose
        echo 'claim sin(x)^2 + cos(x)^2 = 1' | partials check - --verbose --no-certify --points 2 --seed 7
    "
    check_json: "
        echo 'claim grad(x^2*y) = [2*x*y, x]' | partials check - --format json
    "
    check_jsonl: "
        partials check crates/cli/tests/data/mixed.partials --format jsonl
    "
    check_markdown: "
        partials check crates/cli/tests/data/mixed.partials --format markdown
    "
    check_junit: "
        partials check crates/cli/tests/data/mixed.partials --format junit
        partials check crates/cli/tests/data/open.partials --format junit --allow-undecided
    "
    check_sarif: "
        partials check crates/cli/tests/data/mixed.partials --format sarif
    "
    check_github: "
        partials check crates/cli/tests/data/mixed.partials --format github
    "
    check_to_a_tolerance: "
        echo 'claim d/dx (x^2) = 2.001*x' | partials check -
        echo 'claim d/dx (x^2) = 2.001*x' | partials check - --rtol 0.01 --verbose
        echo 'claim d/dx (x^2) = 2*x' | partials check - --rtol -1
    "
    check_with_errors: "
        partials check crates/cli/tests/data/mixed.partials
    "
    check_undecided: "
        partials check crates/cli/tests/data/open.partials
        partials check crates/cli/tests/data/open.partials --allow-undecided
    "
    check_of_one_claim: "
        partials check --function 'x^3' --claim '3*x^2' --at x=2 --at x=-1 -v
        partials check --function '-x^2' --claim '-2*x'
        partials check --function 'f(x, y) = x^2*y' --claim '[2*x*y, x^2]'
        partials check --function 'f(x, y) = x^2*y' --claim '2*f(x, y)/x' --wrt x
        partials check --function 'x^2*y' --claim '2' --wrt x,x
        partials check --function 'x^2*y' --claim '2*x*y'
        partials check --function 'x^2' --claim '2*x' --wrt y
        partials check --function 'x^2' --claim '2*x*'
    "
    errors_in_formulas: "
        partials diff '1/2x'
        partials diff 'x^2 + (3*x' 'x^2'
        partials diff 'x^2' --wrt y
        partials diff '5'
        partials diff 'g(x)^2' --wrt x
        partials eval 'g(x)' --at x=1
        partials eval 'x*y' --at x=1
        partials eval 'x^2' --at x=1,z=1
        partials eval 'x^2' --at x=1/
        partials eval 'x^2' --at 1
        partials diff crates/cli/tests/data/mixed.partials
    "
    errors_in_files: "
        partials check missing.partials
        partials check crates
        partials diff missing.partials 'x^2'
        printf 'claim \\377' | partials check -
        printf 'x\\0y' | partials diff -
        printf '' | partials check -
        printf '# nothing\\n' | partials diff -
        echo 'data \"houses.csv\"' | partials check -
    "
    errors_of_usage: "
        partials differentiate
        partials diff
        partials check --function 'x^2'
        partials diff 'x^2' --wrt x,,y
    "
    what_terminals_obey_is_escaped: "
        printf 'claim \"a\\033[31mb\" d/dx (x) = 2\\n' | partials check -
        partials diff \"$(printf 'x\\033[31m')\"
    "
    colors: "
        echo 'claim d/dx (x^2) = 2*x' | partials check - --color always
        echo 'claim d/dx (x^2) = 2*x' | partials check -
        partials diff 'x +' --color always
    "
    help: "
        partials --help
        partials check --help
    "
}
